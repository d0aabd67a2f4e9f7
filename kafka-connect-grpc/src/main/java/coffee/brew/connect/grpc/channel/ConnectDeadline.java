package coffee.brew.connect.grpc.channel;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientStreamTracer;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends a call that has no connection after a time. gRPC itself would wait for ever on a server that takes the connection
 * and then says nothing; and a deadline of the call would end a stream that works.
 */
final class ConnectDeadline implements ClientInterceptor {
    private final Duration timeout;

    ConnectDeadline(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        CompletableFuture<Void> connected = new CompletableFuture<>();
        ClientCall<Q, R> call = next.newCall(method, options.withStreamTracerFactory(completing(connected)));
        return new SimpleForwardingClientCall<>(call) {
            @Override
            public void start(Listener<R> listener, Metadata headers) {
                super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            public void onClose(Status status, Metadata trailers) {
                                connected.complete(null);
                                super.onClose(status, trailers);
                            }
                        },
                        headers);
                cancelWhenLate(call, connected);
            }
        };
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Nothing comes after it.
    private void cancelWhenLate(ClientCall<?, ?> call, CompletableFuture<Void> connected) {
        connected.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS).whenComplete((nothing, late) -> {
            if (late instanceof TimeoutException) {
                call.cancel("no connection", new NoConnectionException(timeout));
            }
        });
    }

    /** A stream is created on a connection that works, and not before. */
    static ClientStreamTracer.Factory completing(CompletableFuture<Void> connected) {
        return new ClientStreamTracer.Factory() {
            @Override
            public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
                return new ClientStreamTracer() {
                    @Override
                    public void streamCreated(Attributes transport, Metadata sent) {
                        connected.complete(null);
                    }
                };
            }
        };
    }

    /** Marks the calls that were ended from here. */
    static final class NoConnectionException extends Exception {
        NoConnectionException(Duration timeout) {
            super("no connection within " + timeout.toMillis() + " ms", null, false, false);
        }
    }
}
