/**
 * A Kafka Connect source connector for gRPC streams. Guaranteed when the source can resume: at least once, and exactly
 * once in a worker with exactly-once support; in the order of the stream. Never drops for want of room: flow control
 * holds the source back. Not guaranteed without a resume field: what was in flight at a restart.
 */
@NullMarked
package coffee.brew.connect.grpc;

import org.jspecify.annotations.NullMarked;
