package coffee.brew.connect.grpc.stream;

import io.grpc.Status;

/** What gRPC's threads put into the queue of a task. */
sealed interface Arrival {
    SourceStream stream();

    /** A message as it came over the wire. Compared by nobody. */
    @SuppressWarnings("ArrayRecordComponent")
    record Message(SourceStream stream, byte[] bytes) implements Arrival {}

    /** The call is over; all its messages are in the queue before this. */
    record Ended(SourceStream stream, Status status) implements Arrival {}
}
