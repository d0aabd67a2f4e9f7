package coffee.brew.outbox;

import coffee.brew.envelope.HeaderNames;
import coffee.brew.envelope.TraceHeaders;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.UUID;

/**
 * An event on its way out.
 *
 * @param eventId UUID version 7; what consumers deduplicate by
 * @param topic the Kafka topic
 * @param aggregateId the record's key; events of one aggregate keep their order
 * @param aggregateVersion the aggregate's version after the event, from 1
 * @param type the {@code event-type} header
 * @param payload the record's value
 * @param headers further headers, among them the trace context; the relay adds those that it knows itself
 */
public record OutboxEvent(
        UUID eventId,
        String topic,
        String aggregateId,
        long aggregateVersion,
        String type,
        Buffer payload,
        Map<String, String> headers) {

    /**
     * Bytes of payload and headers, about. With the key and what the relay adds this fits into the 1 MiB that producers
     * and brokers take unless they are told otherwise; the relay insists on a producer that takes as much. No setting:
     * what is larger belongs elsewhere, and its address in the event.
     */
    public static final int BYTES_MAX = 1_000_000;

    /** @throws IllegalArgumentException when the id is of another version, or the event is too large to be sent */
    public OutboxEvent {
        if (eventId.version() != 7) {
            throw new IllegalArgumentException("event id is not a UUID version 7, as of EventIds.next(): " + eventId);
        }
        headers = Map.copyOf(headers);
        long bytes = payload.length() + bytesAtMost(headers);
        if (bytes > BYTES_MAX) {
            throw new IllegalArgumentException("event is too large for Kafka, keep its content elsewhere: type=" + type
                    + " bytes=" + bytes + " max=" + BYTES_MAX);
        }
    }

    /** A character takes three bytes at most, or two of them four together. */
    private static long bytesAtMost(Map<String, String> headers) {
        long characters = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            characters += header.getKey().length() + header.getValue().length();
        }
        return 3 * characters;
    }

    /**
     * This event with the trace context of the current span, if there is one and the event has none of its own: what
     * answers one event of a batch belongs to that event's trace, not to the batch's. {@link Outbox#append} does it;
     * whoever uses {@link OutboxInsert} does it where the span is current.
     */
    public OutboxEvent withCurrentTrace() {
        if (headers.containsKey(HeaderNames.TRACEPARENT)) {
            return this;
        }
        Map<String, String> traced = TraceHeaders.withCurrent(headers);
        return traced == headers
                ? this
                : new OutboxEvent(eventId, topic, aggregateId, aggregateVersion, type, payload, traced);
    }
}
