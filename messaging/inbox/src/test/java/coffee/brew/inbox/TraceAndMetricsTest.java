package coffee.brew.inbox;

import static coffee.brew.inbox.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.envelope.HeaderNames;
import coffee.brew.inbox.OrdersTopic.Event;
import coffee.brew.infra.LocalServersTestResource;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
        value = LocalServersTestResource.class,
        initArgs = {
            @ResourceArg(name = "database", value = "brew_ledger"),
            @ResourceArg(name = "topics", value = OrdersTopic.TOPICS)
        })
class TraceAndMetricsTest {
    private static final String SENDER = "00f067aa0ba902b7";
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("brew.inbox.outcome");

    @Inject
    OrdersTopic topic;

    @Inject
    OrdersChannel channel;

    @Inject
    Ledger ledger;

    @Inject
    Observed observed;

    @Inject
    LedgerEffect effect;

    @AfterEach
    void heal() {
        effect.heal();
    }

    @Test
    void theTraceOfALoneRecordGoesOnInASpanThatEndsAfterItsCommit() {
        // Given
        String traceId = newTraceId();
        AtomicLong beforeCommitNanos = new AtomicLong();
        effect.troubleOnce(tx -> {
            beforeCommitNanos.set(System.currentTimeMillis() * 1_000_000);
            return Uni.createFrom().voidItem();
        });
        // When
        topic.sendRecords(List.of(traced(Event.of(OrdersTopic.newOrder(), 1), traceId)));
        // Then
        SpanData span = awaitSpan(traceId);
        assertThat(span.getParentSpanId()).isEqualTo(SENDER);
        assertThat(span.getAttributes().get(OUTCOME)).isEqualTo("applied");
        assertThat(span.getEndEpochNanos()).isGreaterThanOrEqualTo(beforeCommitNanos.get());
    }

    @Test
    void everyRecordOfABatchGoesOnWithItsOwnTraceAndIsLinkedWithTheBatch() {
        // Given
        List<String> traceIds =
                IntStream.range(0, 3).mapToObj(i -> newTraceId()).toList();
        String order = OrdersTopic.newOrder();
        // When
        channel.whilePaused(() -> topic.sendRecords(IntStream.range(0, 3)
                .mapToObj(i -> traced(Event.of(order, i + 1), traceIds.get(i)))
                .toList()));
        // Then
        List<SpanData> records = traceIds.stream().map(this::awaitSpan).toList();
        assertThat(records).extracting(SpanData::getParentSpanId).containsOnly(SENDER);
        String batchId = records.get(0).getLinks().get(0).getSpanContext().getSpanId();
        SpanData batch = awaitSpan(span -> span.getSpanId().equals(batchId));
        assertThat(batch.getName()).isEqualTo("inbox ledger");
        assertThat(batch.getLinks())
                .extracting(link -> link.getSpanContext().getSpanId())
                .containsExactlyInAnyOrderElementsOf(
                        records.stream().map(SpanData::getSpanId).toList());
        assertThat(records).allSatisfy(record -> assertThat(record.getEndEpochNanos())
                .isLessThanOrEqualTo(batch.getEndEpochNanos()));
    }

    @Test
    void effectIsGivenTheSpanOfItsEventForWhatAnswersIt() {
        // Given
        List<String> traceIds =
                IntStream.range(0, 2).mapToObj(i -> newTraceId()).toList();
        // When
        channel.whilePaused(() -> topic.sendRecords(traceIds.stream()
                .map(traceId -> traced(Event.of(OrdersTopic.newOrder(), 1), traceId))
                .toList()));
        // Then
        for (String traceId : traceIds) {
            SpanData span = awaitSpan(traceId);
            assertThat(effect.traces().get(traceId)).isEqualTo(span.getSpanId());
        }
    }

    @Test
    void aRecordThatEndsInTheDeadLetterTopicSaysSoInItsTrace() {
        // Given
        String traceId = newTraceId();
        // When
        topic.sendRecords(List.of(traced(Event.of(OrdersTopic.newOrder(), 1).withAmount(0), traceId)));
        // Then
        SpanData span = awaitSpan(traceId);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getAttributes().get(OUTCOME)).isEqualTo("dead-lettered");
    }

    @Test
    void consumerThatStandsStillSaysHowFarAndHowLongItIsBehind() {
        // Given
        topic.send(List.of(Event.of(OrdersTopic.newOrder(), 1)));
        eventually().until(() -> gauge("brew.inbox.lag.records") == 0);
        effect.trouble(tx -> Uni.createFrom().failure(new IOException("no way")));
        // When
        topic.send(IntStream.range(0, 7)
                .mapToObj(i -> Event.of(OrdersTopic.newOrder(), 1))
                .toList());
        // Then
        eventually().until(() -> gauge("brew.inbox.lag.records") == 7);
        eventually().until(() -> gauge("brew.inbox.stalled") > 0.5);
        effect.heal();
        eventually().until(() -> gauge("brew.inbox.lag.records") == 0);
        assertThat(gauge("brew.inbox.stalled")).isZero();
    }

    @Test
    void effectsAreCountedAndTimedFromTheMakingOfTheirEvents() {
        // Given
        List<Event> events = IntStream.range(0, 10)
                .mapToObj(i -> Event.of(OrdersTopic.newOrder(), 1))
                .toList();
        double processedEarlier = observed.counter("brew.inbox.processed", LedgerConsumer.NAME);
        topic.send(List.of(Event.of(OrdersTopic.newOrder(), 1)));
        double processedBefore = processedEarlier + 1;
        eventually().until(() -> observed.counter("brew.inbox.processed", LedgerConsumer.NAME) == processedBefore);
        long timedBefore = lag().count();
        double totalBeforeMs = lag().totalTime(TimeUnit.MILLISECONDS);
        // When
        topic.send(events);
        // Then
        eventually()
                .until(() -> observed.counter("brew.inbox.processed", LedgerConsumer.NAME)
                        == processedBefore + events.size());
        assertThat(lag().count()).isEqualTo(timedBefore + events.size());
        assertThat(lag().totalTime(TimeUnit.MILLISECONDS)).isGreaterThan(totalBeforeMs);
        assertThat(timer("brew.inbox.delivery").count()).isEqualTo(lag().count());
    }

    private Timer lag() {
        return timer("brew.inbox.lag");
    }

    private Timer timer(String name) {
        return observed.registry()
                .get(name)
                .tag("consumer", LedgerConsumer.NAME)
                .timer();
    }

    private double gauge(String name) {
        return observed.registry()
                .get(name)
                .tag("consumer", LedgerConsumer.NAME)
                .gauge()
                .value();
    }

    private SpanData awaitSpan(String traceId) {
        return awaitSpan(span -> span.getTraceId().equals(traceId));
    }

    private SpanData awaitSpan(Predicate<SpanData> wanted) {
        eventually().until(() -> observed.spans().stream().anyMatch(wanted));
        return observed.spans().stream()
                .filter(wanted)
                .collect(Collectors.collectingAndThen(Collectors.toList(), TraceAndMetricsTest::only));
    }

    private static ProducerRecord<byte[], byte[]> traced(Event event, String traceId) {
        ProducerRecord<byte[], byte[]> sent = event.toRecord();
        OrdersTopic.put(sent, HeaderNames.TRACEPARENT, "00-" + traceId + "-" + SENDER + "-01");
        return sent;
    }

    private static SpanData only(List<SpanData> spans) {
        assertThat(spans).hasSize(1);
        return spans.get(0);
    }

    private static String newTraceId() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
