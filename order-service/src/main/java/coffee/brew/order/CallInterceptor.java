package coffee.brew.order;

import coffee.brew.envelope.HeaderNames;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.quarkus.grpc.GlobalInterceptor;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Prioritized;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a call before the service sees it.
 *
 * <ol>
 *   <li>Its caller is noted.
 *   <li>A request that nobody can read is refused with words.
 *   <li>When the service stops, calls that it took are answered, and further ones refused, while the connections, the
 *       database and the relay are still there.
 * </ol>
 */
@GlobalInterceptor
@ApplicationScoped
class CallInterceptor implements ServerInterceptor, Prioritized {
    private static final Context.Key<Caller> CALLER = Context.key("caller");
    private static final Metadata.Key<String> USER_ID = key(HeaderNames.USER_ID);
    private static final Metadata.Key<String> SCOPES = key(HeaderNames.SCOPES);
    private static final Status STOPPING =
            Status.UNAVAILABLE.withDescription("this replica is stopping, repeat the call");
    private static final int FILTER_PRIORITY = 10;

    /**
     * Between the last answer and the end of the connections: a socket that is closed while requests come in is reset,
     * and with a reset the peer loses what it has not read yet.
     */
    private static final Duration LINGER = Duration.ofMillis(200);

    private final OrderConfig config;
    private final AtomicInteger callsInFlight = new AtomicInteger();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private volatile boolean stopping;

    CallInterceptor(OrderConfig config) {
        this.config = config;
    }

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
        if (call.getMethodDescriptor().getType() != MethodDescriptor.MethodType.UNARY) {
            return next.startCall(call, metadata);
        }
        Caller caller = new Caller(text(metadata, USER_ID), text(metadata, SCOPES), trace(metadata));
        TrackedCall<ReqT, RespT> tracked = new TrackedCall<>(call);
        return tracked.listener(
                Contexts.interceptCall(Context.current().withValue(CALLER, caller), tracked, metadata, next));
    }

    /** At the first sign of a stop: the HTTP server, and with it every connection, is closed before ShutdownEvent. */
    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
        if (callsInFlight.get() == 0) {
            idle.complete(null);
        }
        try {
            idle.get(config.drainMax().toMillis(), TimeUnit.MILLISECONDS);
            TimeUnit.MILLISECONDS.sleep(LINGER.toMillis());
        } catch (TimeoutException | ExecutionException e) {
            Log.warnf("stopped with unanswered calls calls=%d", callsInFlight.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** After the tracing interceptor, which has none. */
    @Override
    public int getPriority() {
        return -1;
    }

    /** The transport refuses a message over its limit by itself, and says nothing more: this adds the words. */
    void explainOversize(@Observes Filters filters) {
        filters.register(
                context -> {
                    context.addHeadersEndHandler(ignored -> explain(context));
                    context.next();
                },
                FILTER_PRIORITY);
    }

    private static void explain(RoutingContext context) {
        MultiMap headers = context.response().headers();
        String oversize = Integer.toString(Status.Code.RESOURCE_EXHAUSTED.value());
        if (oversize.equals(headers.get("grpc-status")) && !headers.contains("grpc-message")) {
            headers.set("grpc-message", "the request is larger than the service accepts");
        }
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

    /** In flight from the end of its request to its answer. Used on the call's own context only. */
    private final class TrackedCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {
        private boolean requestRead;
        private boolean inFlight;

        TrackedCall(ServerCall<ReqT, RespT> call) {
            super(call);
        }

        ServerCall.Listener<ReqT> listener(ServerCall.Listener<ReqT> next) {
            return new SimpleForwardingServerCallListener<>(next) {
                @Override
                public void onMessage(ReqT message) {
                    requestRead = true;
                    super.onMessage(message);
                }

                @Override
                public void onHalfClose() {
                    inFlight = true;
                    callsInFlight.incrementAndGet(); // before the look at the flag: a call is waited for or refused
                    if (stopping) {
                        close(STOPPING, new Metadata());
                    } else {
                        super.onHalfClose();
                    }
                }

                @Override
                public void onCancel() {
                    super.onCancel();
                    end();
                }
            };
        }

        /** A request that cannot be parsed never arrives: for the stub, which only knows that, an internal error. */
        @Override
        public void close(Status status, Metadata trailers) {
            boolean unread = !requestRead && status.getCode() == Status.Code.INTERNAL;
            try {
                super.close(unread ? unreadable() : status, trailers);
            } finally {
                end();
            }
        }

        private void end() {
            if (inFlight) {
                inFlight = false;
                if (callsInFlight.decrementAndGet() == 0 && stopping) {
                    idle.complete(null);
                }
            }
        }

        private Status unreadable() {
            return Status.INVALID_ARGUMENT.withDescription("the request cannot be parsed as that of "
                    + getMethodDescriptor().getFullMethodName());
        }
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
