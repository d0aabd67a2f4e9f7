package coffee.brew.sandbox.compare.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One mode in one situation.
 *
 * @param backlog of the affected recipient, where it is down or too slow: events that were sent and not handled
 */
public record Cell(
        Mode mode,
        Situation situation,
        Sender sender,
        List<Recipient> recipients,
        Observed.@Nullable Counters counters,
        @Nullable CatchUp catchUp,
        List<Backlog> backlog) {

    /**
     * The sender's side.
     *
     * @param waitedMs for all recipients, or for Kafka
     * @param sumOfCallsMs of each event's calls together; zeros through Kafka
     * @param slowestCallMs of each event; zeros through Kafka
     * @param eventsPerSecond as many as it managed
     * @param failed calls or writes that it knows to have failed
     * @param knows what it had to know of its recipients
     * @param changes how often it was stopped and started with another list
     */
    public record Sender(
            int events,
            Waits waitedMs,
            Waits sumOfCallsMs,
            Waits slowestCallMs,
            double eventsPerSecond,
            long failed,
            String knows,
            int changes) {}

    /**
     * What one recipient got.
     *
     * @param expected events that were meant for it
     * @param lost of those, never handled
     * @param duplicated handled again
     * @param late handled later than the deadline of a call after the customer had signed up
     * @param latencyMs from sign-up until handled
     * @param tookMs for which it was at work on an event
     * @param inversions events that were handled after a later one
     * @param inversionsInPartition the same, of one partition
     */
    public record Recipient(
            String name,
            int expected,
            int delivered,
            int lost,
            int duplicated,
            int late,
            Waits latencyMs,
            Waits tookMs,
            int inversions,
            int inversionsInPartition) {}

    /**
     * How the affected recipient drew level again: until nothing that is older than the deadline of a call was missing.
     *
     * @param behind events that were missing when it could begin
     * @param firstMs until it handled the first
     * @param levelMs until it was level; absent: never
     * @param perSecond events that it handled each second between the two; absent without an end
     * @param ownLimitPerSecond as many as it could handle, by the time for which it was at work on each; absent as before
     */
    public record CatchUp(
            int behind,
            @Nullable Double firstMs,
            @Nullable Double levelMs,
            @Nullable Double perSecond,
            @Nullable Double ownLimitPerSecond) {}

    /** @param second since the first event */
    public record Backlog(double second, int events) {}

    /** The recipient that the situation is about. */
    public Recipient affected() {
        return recipient(situation.affected());
    }

    /** A recipient by its name. */
    public Recipient recipient(String name) {
        return recipients.stream()
                .filter(recipient -> recipient.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no recipient " + name + " in " + situation));
    }
}
