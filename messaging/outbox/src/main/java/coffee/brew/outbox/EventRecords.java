package coffee.brew.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import coffee.brew.envelope.HeaderNames;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Builds the record of an event: the headers that the relay knows, then those that were stored with the row. */
final class EventRecords {
    private static final byte[] PROTOBUF = "application/x-protobuf".getBytes(UTF_8);

    private static final Set<String> OWN = Set.of(
            HeaderNames.OUTBOX_ID,
            HeaderNames.AGGREGATE_ID,
            HeaderNames.AGGREGATE_VERSION,
            HeaderNames.PUBLISHER_NODE,
            HeaderNames.EVENT_TYPE,
            HeaderNames.EVENT_ID,
            HeaderNames.SOURCE);

    private final byte[] node;
    private final byte[] source;

    EventRecords(String node, String source) {
        this.node = node.getBytes(UTF_8);
        this.source = source.getBytes(UTF_8);
    }

    ProducerRecord<String, byte[]> toRecord(PendingEvent event, Map<String, String> stored) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                event.topic(), event.aggregateId(), event.payload().getBytes());
        Headers headers = record.headers()
                .add(HeaderNames.OUTBOX_ID, Long.toString(event.id()).getBytes(UTF_8))
                .add(HeaderNames.AGGREGATE_ID, event.aggregateId().getBytes(UTF_8))
                .add(
                        HeaderNames.AGGREGATE_VERSION,
                        Long.toString(event.aggregateVersion()).getBytes(UTF_8))
                .add(HeaderNames.PUBLISHER_NODE, node)
                .add(HeaderNames.EVENT_TYPE, event.type().getBytes(UTF_8))
                .add(HeaderNames.EVENT_ID, event.eventId().toString().getBytes(UTF_8))
                .add(HeaderNames.SOURCE, source);
        if (!stored.containsKey(HeaderNames.CONTENT_TYPE)) {
            headers.add(HeaderNames.CONTENT_TYPE, PROTOBUF);
        }
        stored.forEach((name, value) -> {
            if (!OWN.contains(name)) {
                headers.add(name, value.getBytes(UTF_8));
            }
        });
        return record;
    }
}
