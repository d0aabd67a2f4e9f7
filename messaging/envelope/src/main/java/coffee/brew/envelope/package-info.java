/**
 * What every event carries beside its payload: header names, event ids, versions, trace context, caller's identity; and
 * what log lines and traces say of it. Knows nothing of any broker, database or domain.
 */
@NullMarked
package coffee.brew.envelope;

import org.jspecify.annotations.NullMarked;
