package coffee.brew.outbox;

import coffee.brew.envelope.TraceHeaders;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends with the Kafka producer that SmallRye made for the channel, without the channel in between: a channel retries
 * on its own, past the round's deadline, and logs every record that fails (docs/adr: the relay's producer).
 */
final class KafkaPublisher implements Publisher {
    private final KafkaProducer<String, byte[]> channel;
    private final EventRecords records;
    private final Tracer tracer;

    KafkaPublisher(KafkaProducer<String, byte[]> channel, EventRecords records, Tracer tracer) {
        this.channel = channel;
        this.records = records;
        this.tracer = tracer;
    }

    @Override
    public Uni<Void> onSendingThread(Runnable action) {
        return channel.runOnSendingThread(producer -> {
            action.run();
        });
    }

    @Override
    public void send(PendingEvent event, Completion completion) {
        Context parent = TraceHeaders.parent(event.headers());
        Span span = tracer.spanBuilder(event.topic() + " publish")
                .setSpanKind(SpanKind.PRODUCER)
                .setParent(parent)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.destination.name", event.topic())
                .setAttribute("messaging.operation.type", "send")
                .setAttribute("messaging.message.id", event.eventId().toString())
                .startSpan();
        Completion ending = failure -> {
            end(span, failure);
            completion.done(failure);
        };
        try {
            Map<String, String> headers = TraceHeaders.with(event.headers(), parent.with(span));
            ProducerRecord<String, byte[]> record = records.toRecord(event, headers);
            Producer<String, byte[]> producer = channel.unwrap();
            Future<?> unused = producer.send(record, (metadata, failure) -> ending.done(failure));
        } catch (RuntimeException failure) {
            ending.done(failure);
        }
    }

    private static void end(Span span, @Nullable Throwable failure) {
        if (failure != null) {
            span.setStatus(StatusCode.ERROR, failure.getClass().getName());
        }
        span.end();
    }
}
