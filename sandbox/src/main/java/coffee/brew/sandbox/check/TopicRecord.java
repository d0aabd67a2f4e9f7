package coffee.brew.sandbox.check;

/**
 * One record of the orders topic.
 *
 * @param orderId from the key
 * @param version the order's version after the event
 * @param publisherNode whose relay sent this copy
 */
public record TopicRecord(
        int partition,
        long offset,
        String orderId,
        String eventId,
        long version,
        String type,
        String publisherNode,
        Facts facts) {

    /** False for what somebody else wrote to the topic: the services leave it in their dead letter topics. */
    boolean isEvent() {
        return !eventId.isEmpty() && version > 0;
    }
}
