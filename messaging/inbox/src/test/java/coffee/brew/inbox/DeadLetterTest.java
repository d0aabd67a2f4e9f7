package coffee.brew.inbox;

import static coffee.brew.inbox.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.envelope.HeaderNames;
import coffee.brew.inbox.OrdersTopic.Event;
import coffee.brew.infra.LocalKafka;
import coffee.brew.infra.LocalServersTestResource;
import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(
        value = LocalServersTestResource.class,
        initArgs = {
            @ResourceArg(name = "database", value = "brew_ledger"),
            @ResourceArg(name = "topics", value = OrdersTopic.TOPICS)
        })
class DeadLetterTest {
    private static final byte[] NO_PROTOBUF = {(byte) 0xff, (byte) 0xff, (byte) 0xff};

    @Inject
    OrdersTopic topic;

    @Inject
    OrdersChannel channel;

    @Inject
    Ledger ledger;

    @Inject
    Observed observed;

    @Test
    void aRecordThatCannotBeParsedIsKeptWithItsCauseAndItsNeighboursHaveTheirEffect() {
        // Given
        List<Event> neighbours = events(9);
        Event poison = Event.of(OrdersTopic.newOrder(), 1);
        List<ProducerRecord<byte[], byte[]>> records =
                new ArrayList<>(neighbours.stream().map(Event::toRecord).toList());
        records.add(5, withValue(poison.toRecord(), NO_PROTOBUF));
        List<RecordMetadata> sent = new ArrayList<>();
        // When
        channel.whilePaused(() -> sent.addAll(topic.sendRecords(records)));
        // Then
        ConsumerRecord<byte[], byte[]> letter = awaitLetterOf(sent.get(5));
        assertThat(letter.key()).isEqualTo(records.get(5).key());
        assertThat(letter.value()).isEqualTo(NO_PROTOBUF);
        assertThat(header(letter, HeaderNames.EVENT_ID)).isEqualTo(poison.id().toString());
        assertThat(header(letter, DeadLetterTopic.ERROR_CLASS))
                .isEqualTo(InvalidProtocolBufferException.class.getName());
        assertThat(header(letter, DeadLetterTopic.ERROR_CONSUMER)).isEqualTo("ledger");
        assertThat(header(letter, DeadLetterTopic.ERROR_NODE)).isEqualTo("ledger-1");
        assertThat(Instant.parse(header(letter, DeadLetterTopic.ERROR_TIMESTAMP)))
                .isBeforeOrEqualTo(Instant.now());
        awaitMovedOn(sent);
        assertThat(ledger.hasEachOnce(neighbours)).isTrue();
        assertThat(ledger.count("SELECT count(*) FROM processed_events WHERE event_id = '" + poison.id() + "'"))
                .isZero();
    }

    @Test
    void aViolatedConstraintIsNamedWithoutTheDataThatViolatesIt() {
        // Given
        Event poison = Event.of(OrdersTopic.newOrder(), 1).withAmount(-4711);
        // When
        RecordMetadata sent = topic.send(List.of(poison)).get(0);
        // Then
        ConsumerRecord<byte[], byte[]> letter = awaitLetterOf(sent);
        assertThat(header(letter, DeadLetterTopic.ERROR_CLASS)).isEqualTo(PgException.class.getName());
        assertThat(header(letter, DeadLetterTopic.ERROR_MESSAGE))
                .contains("23514", "ledger_amount_is_positive")
                .doesNotContain("4711", poison.orderKey());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HeaderNames.EVENT_ID,
                HeaderNames.EVENT_TYPE,
                HeaderNames.AGGREGATE_ID,
                HeaderNames.AGGREGATE_VERSION
            })
    void aRecordWithoutAHeaderOfAnEventIsKept(String missing) {
        // Given
        ProducerRecord<byte[], byte[]> poison =
                Event.of(OrdersTopic.newOrder(), 1).toRecord();
        poison.headers().remove(missing);
        // When
        RecordMetadata sent = topic.sendRecords(List.of(poison)).get(0);
        // Then
        ConsumerRecord<byte[], byte[]> letter = awaitLetterOf(sent);
        assertThat(header(letter, DeadLetterTopic.ERROR_CLASS)).isEqualTo(UnprocessableEventException.class.getName());
        assertThat(header(letter, DeadLetterTopic.ERROR_MESSAGE)).isEqualTo("header " + missing + " is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "event-id, secret",
        "event-id, 1-1-1-1-1",
        "event-id, 5f0c3f3c-8d2e-4b0c-9f0e-0d8f3b1c2a3d",
        "aggregate-version, secret",
        "aggregate-version, 0"
    })
    void aMalformedHeaderIsNamedWithoutItsValue(String header, String value) {
        // Given
        ProducerRecord<byte[], byte[]> poison =
                Event.of(OrdersTopic.newOrder(), 1).toRecord();
        OrdersTopic.put(poison, header, value);
        // When
        RecordMetadata sent = topic.sendRecords(List.of(poison)).get(0);
        // Then
        assertThat(header(awaitLetterOf(sent), DeadLetterTopic.ERROR_MESSAGE))
                .contains(header)
                .doesNotContain("secret");
    }

    @Test
    void aRecordWithoutPayloadOrKeyIsKept() {
        // Given
        byte[] nothing = null;
        ProducerRecord<byte[], byte[]> empty = new ProducerRecord<>(
                OrdersTopic.NAME,
                0,
                nothing,
                nothing,
                Event.of("order-1", 1).toRecord().headers());
        // When
        RecordMetadata sent = topic.sendRecords(List.of(empty)).get(0);
        // Then
        ConsumerRecord<byte[], byte[]> letter = awaitLetterOf(sent);
        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isNull();
    }

    @Test
    void manyPoisonRecordsAreKeptAndLaterEventsOfTheirOrdersHaveTheirEffect() {
        // Given
        List<Event> poison =
                events(20).stream().map(event -> event.withAmount(0)).toList();
        List<Event> later =
                poison.stream().map(event -> Event.of(event.orderKey(), 2)).toList();
        List<Event> all = new ArrayList<>(poison);
        all.addAll(later);
        List<RecordMetadata> sent = new ArrayList<>();
        // When
        channel.whilePaused(() -> sent.addAll(topic.send(all)));
        // Then
        awaitMovedOn(sent);
        assertThat(ledger.hasEachOnce(later)).isTrue();
        assertThat(topic.contents(OrdersTopic.DEAD_LETTERS))
                .extracting(letter -> header(letter, HeaderNames.EVENT_ID))
                .containsOnlyOnceElementsOf(
                        poison.stream().map(event -> event.id().toString()).toList());
    }

    @Test
    void anUnknownTypeIsCountedAndPassedOver() {
        // Given
        Event unknown = Event.of(OrdersTopic.newOrder(), 1);
        ProducerRecord<byte[], byte[]> sentRecord = unknown.toRecord();
        OrdersTopic.put(sentRecord, HeaderNames.EVENT_TYPE, "order.gift-wrapped");
        // When
        List<RecordMetadata> sent = topic.sendRecords(List.of(sentRecord));
        // Then
        awaitMovedOn(sent);
        assertThat(observed.passedOver("order.gift-wrapped")).isOne();
        assertThat(ledger.count("SELECT count(*) FROM processed_events WHERE event_id = '" + unknown.id() + "'"))
                .isZero();
        assertThat(topic.contents(OrdersTopic.DEAD_LETTERS))
                .noneMatch(letter -> unknown.id().toString().equals(header(letter, HeaderNames.EVENT_ID)));
    }

    @Test
    void aPartitionWaitsUntilItsDeadLetterIsWritten() {
        // Given
        String absent = "inbox.audit.v1.audit.dlt";
        ProducerRecord<byte[], byte[]> poison =
                toAudit(withValue(Event.of("order-1", 1).toRecord(), NO_PROTOBUF));
        Event next = Event.of(OrdersTopic.newOrder(), 1);
        TopicPartition partition = new TopicPartition("inbox.audit.v1", 0);
        // When
        topic.sendRecords(List.of(poison, toAudit(next.toRecord())));
        // Then
        eventually().until(() -> observed.counter("brew.inbox.retries", LedgerConsumer.AUDIT) > 0);
        assertThat(topic.committed("audit")).doesNotContainKey(partition);
        LocalKafka.shared().createTopic(absent, 1);
        eventually().until(() -> topic.committed("audit").getOrDefault(partition, 0L) == 2);
        assertThat(topic.contents(absent)).hasSize(1);
        assertThat(ledger.hasEachOnce(List.of(next))).isTrue();
    }

    private ConsumerRecord<byte[], byte[]> awaitLetterOf(RecordMetadata sent) {
        awaitMovedOn(List.of(sent));
        List<ConsumerRecord<byte[], byte[]>> letters = topic.contents(OrdersTopic.DEAD_LETTERS).stream()
                .filter(letter -> header(letter, DeadLetterTopic.ORIGINAL_TOPIC).equals(sent.topic())
                        && header(letter, DeadLetterTopic.ORIGINAL_PARTITION).equals("" + sent.partition())
                        && header(letter, DeadLetterTopic.ORIGINAL_OFFSET).equals("" + sent.offset()))
                .toList();
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }

    private void awaitMovedOn(List<RecordMetadata> sent) {
        eventually().until(() -> sent.stream()
                .allMatch(each ->
                        topic.committed("ledger").getOrDefault(new TopicPartition(each.topic(), each.partition()), 0L)
                                > each.offset()));
    }

    private static List<Event> events(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Event.of(OrdersTopic.newOrder(), 1))
                .toList();
    }

    private static ProducerRecord<byte[], byte[]> withValue(ProducerRecord<byte[], byte[]> other, byte[] value) {
        return new ProducerRecord<>(other.topic(), null, other.key(), value, other.headers());
    }

    private static ProducerRecord<byte[], byte[]> toAudit(ProducerRecord<byte[], byte[]> other) {
        return new ProducerRecord<>("inbox.audit.v1", null, other.key(), other.value(), other.headers());
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return letter.headers().lastHeader(name) == null
                ? ""
                : new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
