/**
 * Transactional outbox and message relay. Guaranteed: at least once; per aggregate and topic in version
 * order. Not guaranteed: order between aggregates, exactly once, delivery within a fixed time.
 */
@NullMarked
package coffee.brew.outbox;

import org.jspecify.annotations.NullMarked;
