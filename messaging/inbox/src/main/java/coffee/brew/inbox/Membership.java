package coffee.brew.inbox;

import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * Whether a consumer takes part in its group, by its heartbeats. A client that the group refused (a right was taken
 * away, the broker does not know what it asks for) sends no more of them, holds no partition and never tries again, and
 * a closed one is closed: only a new process helps. Having no partitions says nothing, for there may be more members
 * than partitions; nor do missing heartbeats while the broker does not answer, or before the first one, when the client
 * looks for its group's broker again and again.
 */
final class Membership {
    private final String group;
    private final double absenceMaxSeconds;
    private final LongSupplier nanoTime;
    private long silentNanos;
    private double outsideSeconds;
    private String end = "";

    Membership(String group, Duration absenceMax, LongSupplier nanoTime) {
        this.group = group;
        this.absenceMaxSeconds = absenceMax.toMillis() / 1e3;
        this.nanoTime = nanoTime;
        silentNanos = nanoTime.getAsLong();
    }

    String group() {
        return group;
    }

    /** For how long the broker has answered while no heartbeat was sent; a few seconds are usual. */
    synchronized double outsideSeconds() {
        return outsideSeconds;
    }

    /** Why only a new process can be a member again; empty while this one is, or may become one. */
    synchronized String end() {
        return end;
    }

    /**
     * The broker has answered.
     *
     * @param heartbeatAgoSeconds since the last heartbeat; empty: there was none yet
     */
    synchronized void answered(OptionalDouble heartbeatAgoSeconds) {
        double answeringSeconds = (nanoTime.getAsLong() - silentNanos) / 1e9;
        outsideSeconds = Math.min(heartbeatAgoSeconds.orElse(answeringSeconds), answeringSeconds);
        boolean isOver = heartbeatAgoSeconds.isPresent() && outsideSeconds > absenceMaxSeconds;
        become(isOver ? "its heartbeats have ended" : "");
    }

    /** The broker has not answered. */
    synchronized void unanswered() {
        silentNanos = nanoTime.getAsLong();
        outsideSeconds = 0;
        become("");
    }

    /** The client was closed, and not by the end of this process. */
    synchronized void closed() {
        outsideSeconds = (nanoTime.getAsLong() - silentNanos) / 1e9;
        become("its client is closed");
    }

    private void become(String newEnd) {
        if (end.isEmpty() && !newEnd.isEmpty()) {
            Log.errorf(
                    "consumer is out of its group for good, restart this node group=%s cause=%s; lines of"
                            + " org.apache.kafka before this one say why",
                    group, newEnd);
        }
        end = newEnd;
    }
}
