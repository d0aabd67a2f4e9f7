package coffee.brew.inbox;

import static coffee.brew.inbox.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.envelope.HeaderNames;
import coffee.brew.inbox.OrdersTopic.Event;
import coffee.brew.infra.LocalServersTestResource;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
        value = LocalServersTestResource.class,
        initArgs = {
            @ResourceArg(name = "database", value = "brew_ledger"),
            @ResourceArg(name = "topics", value = OrdersTopic.TOPICS)
        })
class TraceAndMetricsTest {
    @Inject
    OrdersTopic topic;

    @Inject
    OrdersChannel channel;

    @Inject
    Ledger ledger;

    @Inject
    Observed observed;

    @Test
    void theTraceOfALoneRecordGoesOnInItsBatch() {
        // Given
        String traceId = newTraceId();
        // When
        topic.sendRecords(List.of(traced(Event.of(OrdersTopic.newOrder(), 1), traceId)));
        // Then
        eventually().until(() -> batchSpan(traceId).isPresent());
        assertThat(batchSpan(traceId).orElseThrow().getTraceId()).isEqualTo(traceId);
    }

    @Test
    void theTracesOfSeveralRecordsAreLinkedToTheirBatch() {
        // Given
        List<String> traceIds =
                IntStream.range(0, 3).mapToObj(i -> newTraceId()).toList();
        String order = OrdersTopic.newOrder();
        // When
        channel.whilePaused(() -> topic.sendRecords(IntStream.range(0, 3)
                .mapToObj(i -> traced(Event.of(order, i + 1), traceIds.get(i)))
                .toList()));
        // Then
        eventually().until(() -> batchSpan(traceIds.get(0)).isPresent());
        assertThat(batchSpan(traceIds.get(0)).orElseThrow().getLinks())
                .extracting(link -> link.getSpanContext().getTraceId())
                .containsExactlyInAnyOrderElementsOf(traceIds);
    }

    @Test
    void effectsAreCountedAndTimedFromTheMakingOfTheirEvents() {
        // Given
        List<Event> events = IntStream.range(0, 10)
                .mapToObj(i -> Event.of(OrdersTopic.newOrder(), 1))
                .toList();
        topic.send(List.of(Event.of(OrdersTopic.newOrder(), 1)));
        eventually().until(() -> observed.counter("brew.inbox.processed", LedgerConsumer.NAME) > 0);
        double processedBefore = observed.counter("brew.inbox.processed", LedgerConsumer.NAME);
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
    }

    private Timer lag() {
        return observed.registry()
                .get("brew.inbox.lag")
                .tag("consumer", LedgerConsumer.NAME)
                .timer();
    }

    /** The span of the batch that has the trace, as its own or as a link. */
    private Optional<SpanData> batchSpan(String traceId) {
        return observed.spans().stream()
                .filter(span -> span.getName().equals("inbox ledger"))
                .filter(span -> span.getTraceId().equals(traceId)
                        || span.getLinks().stream()
                                .anyMatch(link ->
                                        link.getSpanContext().getTraceId().equals(traceId)))
                .findFirst();
    }

    private static ProducerRecord<byte[], byte[]> traced(Event event, String traceId) {
        ProducerRecord<byte[], byte[]> sent = event.toRecord();
        OrdersTopic.put(sent, HeaderNames.TRACEPARENT, "00-" + traceId + "-00f067aa0ba902b7-01");
        return sent;
    }

    private static String newTraceId() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
