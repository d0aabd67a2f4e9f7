package coffee.brew.outbox;

import java.util.List;

/**
 * What became of a batch. An event in none of these was not sent and waits for the next round.
 *
 * @param acknowledged the broker has them
 * @param unsendable the broker will never take them; nothing of their keys was sent after them
 * @param failed had a passing trouble; nothing of their keys was sent after them
 * @param fenced records that were held back because the lease had passed
 */
record BatchResult(List<PendingEvent> acknowledged, List<Unsendable> unsendable, List<Failure> failed, int fenced) {
    static final BatchResult NOTHING = new BatchResult(List.of(), List.of(), List.of(), 0);

    /** A record that failed for a time. */
    record Failure(PendingEvent event, Throwable cause) {}

    /** There was no way to send at all. */
    static BatchResult nothingSent(List<PendingEvent> events, Throwable cause) {
        List<Failure> failed =
                events.stream().map(event -> new Failure(event, cause)).toList();
        return new BatchResult(List.of(), List.of(), failed, 0);
    }
}
