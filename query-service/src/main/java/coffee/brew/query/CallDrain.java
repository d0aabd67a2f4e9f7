package coffee.brew.query;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.quarkus.grpc.GlobalInterceptor;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * When the service stops, calls that it took are answered, and further ones refused, while the connections, the database
 * and the projection are still there: a call that waits for a version still gets it.
 */
@GlobalInterceptor
@ApplicationScoped
class CallDrain implements ServerInterceptor {
    private static final Status STOPPING =
            Status.UNAVAILABLE.withDescription("this replica is stopping, repeat the call");

    /** A socket that is closed while requests come in is reset, and the peer loses what it has not read yet. */
    private static final Duration LINGER = Duration.ofMillis(200);

    private final QueryConfig config;
    private final AtomicInteger callsInFlight = new AtomicInteger();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private volatile boolean stopping;

    CallDrain(QueryConfig config) {
        this.config = config;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata metadata, ServerCallHandler<ReqT, RespT> next) {
        if (call.getMethodDescriptor().getType() != MethodDescriptor.MethodType.UNARY) {
            return next.startCall(call, metadata);
        }
        TrackedCall<ReqT, RespT> tracked = new TrackedCall<>(call);
        return tracked.listener(next.startCall(tracked, metadata));
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

    /** In flight from the end of its request to its answer. Used on the call's own context only. */
    private final class TrackedCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {
        private boolean inFlight;

        TrackedCall(ServerCall<ReqT, RespT> call) {
            super(call);
        }

        ServerCall.Listener<ReqT> listener(ServerCall.Listener<ReqT> next) {
            return new SimpleForwardingServerCallListener<>(next) {
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

        @Override
        public void close(Status status, Metadata trailers) {
            try {
                super.close(status, trailers);
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
    }
}
