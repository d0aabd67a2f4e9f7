package coffee.brew.outbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a batch. An event in none of these was not sent and waits for the next round.
 *
 * @param acknowledged the broker has them
 * @param unsendable the broker will never take them; nothing of their keys was sent after them
 * @param failedTopics topics with a passing trouble, and the first sign of it
 * @param failures records that failed for a time
 * @param fenced records that were held back because the lease had passed
 */
record BatchResult(
        List<PendingEvent> acknowledged,
        List<Unsendable> unsendable,
        Map<String, Throwable> failedTopics,
        int failures,
        int fenced) {
    static final BatchResult NOTHING = new BatchResult(List.of(), List.of(), Map.of(), 0, 0);

    /** There was no way to send at all. */
    static BatchResult nothingSent(List<PendingEvent> events, Throwable cause) {
        Map<String, Throwable> topics = new HashMap<>();
        events.forEach(event -> topics.put(event.topic(), cause));
        return new BatchResult(List.of(), List.of(), topics, events.size(), 0);
    }
}
