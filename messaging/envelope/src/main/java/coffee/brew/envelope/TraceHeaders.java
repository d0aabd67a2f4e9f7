package coffee.brew.envelope;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * W3C trace context to and from headers. Where no span is active, as with a disabled SDK, headers that were given stay
 * as they are, so a trace of the caller's goes through untouched.
 */
public final class TraceHeaders {
    private static final W3CTraceContextPropagator PROPAGATOR = W3CTraceContextPropagator.getInstance();

    private static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> headers) {
            return headers.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> headers, String key) {
            return headers == null ? null : headers.get(key);
        }
    };

    private TraceHeaders() {}

    /** The headers with the trace context of the current span; the headers themselves when there is none. */
    public static Map<String, String> withCurrent(Map<String, String> headers) {
        return with(headers, Context.current());
    }

    /** The headers with the trace context of the context's span; the headers themselves when there is none. */
    public static Map<String, String> with(Map<String, String> headers, Context context) {
        if (!Span.fromContext(context).getSpanContext().isValid()) {
            return headers;
        }
        Map<String, String> traced = new HashMap<>(headers);
        traced.remove(HeaderNames.TRACESTATE);
        PROPAGATOR.inject(context, traced, (carrier, key, value) -> Objects.requireNonNull(carrier)
                .put(key, value));
        return traced;
    }

    /** A context whose span is the remote one that the headers name; the root context when they name none. */
    public static Context parent(Map<String, String> headers) {
        return PROPAGATOR.extract(Context.root(), headers, GETTER);
    }
}
