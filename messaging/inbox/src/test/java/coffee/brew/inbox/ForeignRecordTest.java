package coffee.brew.inbox;

import static coffee.brew.inbox.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.inbox.OrdersTopic.Event;
import coffee.brew.infra.LocalServersTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What others write to the topic in a format of their own, which the connector would read in its own ways. */
@QuarkusTest
@WithTestResource(
        value = LocalServersTestResource.class,
        initArgs = {
            @ResourceArg(name = "database", value = "brew_ledger"),
            @ResourceArg(name = "topics", value = OrdersTopic.TOPICS)
        })
class ForeignRecordTest {
    private static final String CLOUD_EVENT =
            """
            {"specversion": "1.0", "id": "1", "source": "/elsewhere", "type": "thing.made", "data": {"amount": 1}}
            """;

    @Inject
    OrdersTopic topic;

    @Inject
    Ledger ledger;

    static Stream<Named<ProducerRecord<byte[], byte[]>>> foreignRecords() {
        return Stream.of(
                Named.of(
                        "said to be a CloudEvent and none",
                        foreign("no JSON", Map.of("content-type", "application/cloudevents+json"))),
                Named.of("a CloudEvent", foreign(CLOUD_EVENT, Map.of("content-type", "application/cloudevents+json"))),
                Named.of(
                        "a CloudEvent in headers",
                        foreign("{}", cloudEventHeaders("/elsewhere", "2026-01-31T12:00:00Z"))),
                Named.of(
                        "a CloudEvent in headers that cannot be read",
                        foreign("{}", cloudEventHeaders("no URI", "2026-01-31"))));
    }

    @ParameterizedTest
    @MethodSource("foreignRecords")
    void aRecordInAnotherFormatIsKeptAsItCameAndItsPartitionMovesOn(ProducerRecord<byte[], byte[]> foreign) {
        // Given
        Event next = Event.of(OrdersTopic.newOrder(), 1);
        // When
        RecordMetadata sent =
                topic.sendRecords(List.of(foreign, inFirstPartition(next))).get(0);
        // Then
        eventually().until(() -> ledger.hasEachOnce(List.of(next)));
        assertThat(topic.contents(OrdersTopic.DEAD_LETTERS))
                .filteredOn(letter -> isOf(sent, letter))
                .singleElement()
                .satisfies(letter -> assertThat(letter.value()).isEqualTo(foreign.value()));
    }

    @Test
    void aHeaderWithoutValueIsNoObstacle() {
        // Given
        ProducerRecord<byte[], byte[]> odd = inFirstPartition(Event.of(OrdersTopic.newOrder(), 1));
        byte[] nothing = null;
        odd.headers().add("content-type", nothing).add("ce_id", nothing);
        Event next = Event.of(OrdersTopic.newOrder(), 1);
        // When
        topic.sendRecords(List.of(odd, inFirstPartition(next)));
        // Then
        eventually().until(() -> ledger.hasEachOnce(List.of(next)));
    }

    private static Map<String, String> cloudEventHeaders(String source, String time) {
        return Map.of(
                "ce_specversion", "1.0", "ce_id", "1", "ce_type", "thing.made", "ce_source", source, "ce_time", time);
    }

    private static ProducerRecord<byte[], byte[]> foreign(String value, Map<String, String> headers) {
        ProducerRecord<byte[], byte[]> foreign =
                new ProducerRecord<>(OrdersTopic.NAME, 0, "key".getBytes(UTF_8), value.getBytes(UTF_8));
        headers.forEach((name, text) -> OrdersTopic.put(foreign, name, text));
        return foreign;
    }

    private static ProducerRecord<byte[], byte[]> inFirstPartition(Event event) {
        ProducerRecord<byte[], byte[]> record = event.toRecord();
        return new ProducerRecord<>(record.topic(), 0, record.key(), record.value(), record.headers());
    }

    private static boolean isOf(RecordMetadata sent, ConsumerRecord<byte[], byte[]> letter) {
        String offset = new String(
                letter.headers().lastHeader(DeadLetterTopic.ORIGINAL_OFFSET).value(), UTF_8);
        String partition = new String(
                letter.headers().lastHeader(DeadLetterTopic.ORIGINAL_PARTITION).value(), UTF_8);
        return offset.equals("" + sent.offset()) && partition.equals("" + sent.partition());
    }
}
