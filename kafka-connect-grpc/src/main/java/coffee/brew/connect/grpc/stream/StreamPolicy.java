package coffee.brew.connect.grpc.stream;

import io.grpc.Status;
import java.time.Duration;
import java.util.Set;

/**
 * How streams are called, given up and called again.
 *
 * @param attemptsMax new attempts in a row after which a stream fails; 0: any number
 * @param fatal codes that calling again does not mend
 * @param finishAtEnd whether a stream that ends with OK is over; otherwise it is called again
 * @param idleTimeout silence after which a stream is called again; zero: any
 * @param queueMessages of all streams of a task together
 * @param queueBytes of all streams of a task together
 */
public record StreamPolicy(
        boolean reconnect,
        Duration pauseMin,
        Duration pauseMax,
        int attemptsMax,
        Duration healthyTime,
        Set<Status.Code> fatal,
        boolean finishAtEnd,
        Duration callTimeout,
        Duration idleTimeout,
        Duration pollInterval,
        int queueMessages,
        long queueBytes) {
    public StreamPolicy {
        fatal = Set.copyOf(fatal);
    }
}
