package coffee.brew.order;

import coffee.brew.envelope.HeaderNames;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Prioritized;
import org.jspecify.annotations.Nullable;

/** Notes who calls. */
@GlobalInterceptor
@ApplicationScoped
class CallerInterceptor implements ServerInterceptor, Prioritized {
    private static final Context.Key<Caller> CALLER = Context.key("caller");
    private static final Metadata.Key<String> USER_ID = key(HeaderNames.USER_ID);
    private static final Metadata.Key<String> SCOPES = key(HeaderNames.SCOPES);

    /**
     * Who calls, as the call's metadata says it; nobody has checked it yet.
     *
     * @param userId the {@code user-id} metadata, empty when there is none
     * @param scopes the {@code scopes} metadata, empty when there is none
     * @param trace the call's span where tracing is on, else the caller's own
     */
    record Caller(String userId, String scopes, io.opentelemetry.context.Context trace) {
        /** The caller of the gRPC call that is being served. */
        static Caller current() {
            return CALLER.get();
        }
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata metadata, ServerCallHandler<ReqT, RespT> next) {
        Caller caller = new Caller(text(metadata, USER_ID), text(metadata, SCOPES), trace(metadata));
        return Contexts.interceptCall(Context.current().withValue(CALLER, caller), call, metadata, next);
    }

    /** After the tracing interceptor, which has none. */
    @Override
    public int getPriority() {
        return -1;
    }

    private static io.opentelemetry.context.Context trace(Metadata metadata) {
        io.opentelemetry.context.Context current = io.opentelemetry.context.Context.current();
        return Span.fromContext(current).getSpanContext().isValid()
                ? current
                : W3CTraceContextPropagator.getInstance()
                        .extract(io.opentelemetry.context.Context.root(), metadata, MetadataGetter.INSTANCE);
    }

    private static String text(Metadata metadata, Metadata.Key<String> key) {
        String value = metadata.get(key);
        return value == null ? "" : value;
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    private enum MetadataGetter implements TextMapGetter<Metadata> {
        INSTANCE;

        @Override
        public Iterable<String> keys(Metadata carrier) {
            return carrier.keys();
        }

        @Override
        public @Nullable String get(@Nullable Metadata carrier, String key) {
            return carrier == null ? null : carrier.get(key(key));
        }
    }
}
