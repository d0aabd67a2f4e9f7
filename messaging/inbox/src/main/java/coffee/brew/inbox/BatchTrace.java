package coffee.brew.inbox;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * One span around a batch. A lone record's trace goes on in it; the traces of several cannot all be the parent, so they
 * are linked. Nothing is done while no trace is recorded.
 */
@ApplicationScoped
class BatchTrace {
    private final OpenTelemetry openTelemetry;

    BatchTrace(OpenTelemetry openTelemetry) {
        this.openTelemetry = openTelemetry;
    }

    <T> Uni<T> around(String consumer, List<Context> traces, Uni<T> work) {
        List<Context> valid = traces.stream()
                .filter(trace -> Span.fromContext(trace).getSpanContext().isSampled())
                .toList();
        return valid.isEmpty() ? work : Uni.createFrom().deferred(() -> traced(consumer, valid, work));
    }

    // The scope lasts until the work has ended, on whatever thread that is.
    @SuppressWarnings("MustBeClosedChecker")
    private <T> Uni<T> traced(String consumer, List<Context> traces, Uni<T> work) {
        SpanBuilder builder = openTelemetry
                .getTracer("coffee.brew.inbox")
                .spanBuilder("inbox " + consumer)
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("messaging.batch.message_count", traces.size());
        Context parent = traces.size() == 1 ? traces.get(0) : Context.root();
        builder.setParent(parent);
        if (traces.size() > 1) {
            traces.forEach(trace -> builder.addLink(spanContext(trace)));
        }
        Span span = builder.startSpan();
        Scope scope = parent.with(span).makeCurrent();
        return work.onFailure()
                .invoke(failure -> span.setStatus(StatusCode.ERROR, InboxErrors.className(failure)))
                .onTermination()
                .invoke(() -> {
                    scope.close();
                    span.end();
                });
    }

    private static SpanContext spanContext(Context trace) {
        return Span.fromContext(trace).getSpanContext();
    }
}
