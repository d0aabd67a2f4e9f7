package coffee.brew.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.envelope.HeaderNames;
import coffee.brew.envelope.TraceHeaders;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class TraceTest {
    private final List<ReadableSpan> ended = new CopyOnWriteArrayList<>();
    private final Tracer tracer =
            SdkTracerProvider.builder().addSpanProcessor(new Ended()).build().get("test");

    @Test
    void producerSpanIsAChildOfTheSpanThatAppendedAndGoesWithTheRecord() {
        // Given
        TestTopic topic = new TestTopic();
        Span request = tracer.spanBuilder("request").startSpan();
        try (TestDatabase database = new TestDatabase();
                TestRelay relay = new TestRelay("node-1", database, topic, tracer)) {
            try (Scope scope = request.makeCurrent()) {
                database.append(TestDatabase.event(topic.name, "thing", 1).withCurrentTrace(), () -> {});
            }
            // When
            await().atMost(TestDatabase.TIMEOUT)
                    .until(() -> relay.relay.round().await().atMost(TestDatabase.TIMEOUT) == 0);
            // Then
            ReadableSpan publish = ended.get(ended.size() - 1); // on a busy machine, of a repeated attempt
            assertThat(publish.getKind()).isEqualTo(SpanKind.PRODUCER);
            assertThat(publish.getParentSpanContext().getSpanId())
                    .isEqualTo(request.getSpanContext().getSpanId());
            ConsumerRecord<String, byte[]> record = topic.records().get(0);
            assertThat(TestTopic.header(record, HeaderNames.TRACEPARENT))
                    .contains(request.getSpanContext().getTraceId())
                    .contains(publish.getSpanContext().getSpanId());
        }
    }

    @Test
    void headersWithoutASpanStayAsTheyAre() {
        // Given
        Map<String, String> headers = Map.of(HeaderNames.TRACEPARENT, "not a trace context");
        // When
        Context parent = TraceHeaders.parent(headers);
        // Then
        assertThat(Span.fromContext(parent).getSpanContext().isValid()).isFalse();
        assertThat(TraceHeaders.with(headers, parent)).isSameAs(headers);
    }

    @Test
    void anEventThatHasATraceKeepsItInTheSpanOfAnother() {
        // Given
        String ofTheEventItAnswers = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        OutboxEvent plain = TestDatabase.event("any", "thing", 1);
        OutboxEvent answer = new OutboxEvent(
                plain.eventId(),
                plain.topic(),
                plain.aggregateId(),
                plain.aggregateVersion(),
                plain.type(),
                plain.payload(),
                Map.of(HeaderNames.TRACEPARENT, ofTheEventItAnswers));
        Span batch = tracer.spanBuilder("batch").startSpan();
        // When
        OutboxEvent appended;
        try (Scope scope = batch.makeCurrent()) {
            appended = answer.withCurrentTrace();
        }
        // Then
        assertThat(appended.headers()).containsEntry(HeaderNames.TRACEPARENT, ofTheEventItAnswers);
    }

    private final class Ended implements SpanProcessor {
        @Override
        public void onStart(Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            ended.add(span);
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }
}
