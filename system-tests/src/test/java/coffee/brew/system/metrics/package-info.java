/** What the services show of themselves, what docs/metrics.md says of it, and what dashboards and alerts make of it. */
@NullMarked
package coffee.brew.system.metrics;

import org.jspecify.annotations.NullMarked;
