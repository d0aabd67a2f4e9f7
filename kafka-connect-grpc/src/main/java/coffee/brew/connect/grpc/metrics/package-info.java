/** What a task counts, as an MBean. Guaranteed: a count never goes back while the task runs. */
@NullMarked
package coffee.brew.connect.grpc.metrics;

import org.jspecify.annotations.NullMarked;
