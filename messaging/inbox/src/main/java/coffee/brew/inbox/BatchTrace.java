package coffee.brew.inbox;

import coffee.brew.envelope.LogContext;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.quarkus.opentelemetry.runtime.config.runtime.OTelRuntimeConfig;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.Config;

/**
 * Each record's trace goes on in a span of its own, from its poll to the commit of its effect. A batch of several has a
 * span besides, linked with those of its records, for they cannot all be its parent. A record that brought no trace, or
 * one that is not sampled, starts none.
 */
@ApplicationScoped
class BatchTrace {
    private final Tracer tracer;

    BatchTrace(OpenTelemetry telemetry, Config config) {
        // A disabled SDK would still make up span ids that nobody ever exports; the sender's own are worth more.
        boolean disabled = config.unwrap(SmallRyeConfig.class)
                .getConfigMapping(OTelRuntimeConfig.class)
                .sdkDisabled();
        tracer = (disabled ? OpenTelemetry.noop() : telemetry).getTracer("coffee.brew.inbox");
    }

    /** Starts a record's span; returns its context, or that of the sender where nothing is recorded. */
    Context start(String group, ConsumerRecord<byte[], byte[]> source, Context sender) {
        if (!isSampled(sender)) {
            return sender;
        }
        Span span = tracer.spanBuilder(source.topic() + " process")
                .setParent(sender)
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.type", "process")
                .setAttribute("messaging.destination.name", source.topic())
                .setAttribute("messaging.destination.partition.id", Integer.toString(source.partition()))
                .setAttribute("messaging.kafka.offset", source.offset())
                .setAttribute("messaging.consumer.group.name", group)
                .startSpan();
        return sender.with(span);
    }

    /** Ends a record's span, after the commit. */
    static void ended(InboxEvent event, String outcome) {
        Span.fromContext(event.trace())
                .setAttribute("brew.inbox.outcome", outcome)
                .end();
    }

    /** Ends a record's span, after its dead letter. */
    static void failed(InboxEvent event, Throwable cause) {
        Span.fromContext(event.trace()).setStatus(StatusCode.ERROR, InboxErrors.className(cause));
        ended(event, "dead-lettered");
    }

    /** The log lines and spans of the work belong to the lone record, or to the batch. */
    <T> Uni<T> around(String consumer, List<Delivery> records, Uni<T> work) {
        return records.isEmpty() ? work : Uni.createFrom().deferred(() -> traced(consumer, records, work));
    }

    // The scope lasts until the work has ended, on whatever thread that is.
    @SuppressWarnings("MustBeClosedChecker")
    private <T> Uni<T> traced(String consumer, List<Delivery> records, Uni<T> work) {
        InboxEvent first = records.get(0).event();
        Context context = records.size() == 1 ? first.trace() : batch(consumer, records);
        Scope scope = isSampled(context) ? context.makeCurrent() : Scope.noop();
        LogContext log = records.size() == 1 ? LogContext.of(first.context(), context) : LogContext.NONE;
        log.put();
        return work.onTermination().invoke(() -> {
            LogContext.NONE.put();
            scope.close();
            Span.fromContext(context).end();
            records.forEach(left -> Span.fromContext(left.event().trace()).end());
        });
    }

    private Context batch(String consumer, List<Delivery> records) {
        List<Span> spans = records.stream()
                .map(each -> each.event().trace())
                .filter(BatchTrace::isSampled)
                .map(Span::fromContext)
                .toList();
        if (spans.isEmpty()) {
            return Context.root();
        }
        SpanBuilder builder = tracer.spanBuilder("inbox " + consumer)
                .setNoParent()
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("messaging.batch.message_count", records.size());
        spans.forEach(span -> builder.addLink(span.getSpanContext()));
        Span batch = builder.startSpan();
        spans.forEach(span -> span.addLink(batch.getSpanContext()));
        return Context.root().with(batch);
    }

    private static boolean isSampled(Context context) {
        return Span.fromContext(context).getSpanContext().isSampled();
    }
}
