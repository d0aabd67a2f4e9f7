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

    public OutboxEvent {
        if (eventId.version() != 7) {
            throw new IllegalArgumentException("event id is not a UUID version 7, as of EventIds.next(): " + eventId);
        }
        headers = Map.copyOf(headers);
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
