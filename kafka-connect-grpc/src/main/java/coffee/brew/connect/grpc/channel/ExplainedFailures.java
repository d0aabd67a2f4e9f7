package coffee.brew.connect.grpc.channel;

import coffee.brew.connect.grpc.channel.ConnectDeadline.NoConnectionException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.ssl.NotSslRecordException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Gives calls that found no connection a description that says why, in place of "io exception". */
final class ExplainedFailures implements ClientInterceptor {
    private static final int CAUSES_MAX = 20;

    private final ChannelSettings settings;

    ExplainedFailures(ChannelSettings settings) {
        this.settings = settings;
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        CompletableFuture<Void> connected = new CompletableFuture<>();
        CallOptions watched = options.withStreamTracerFactory(ConnectDeadline.completing(connected));
        return new SimpleForwardingClientCall<>(next.newCall(method, watched)) {
            @Override
            public void start(Listener<R> listener, Metadata headers) {
                super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            public void onClose(Status status, Metadata trailers) {
                                super.onClose(explained(status, connected.isDone()), trailers);
                            }
                        },
                        headers);
            }
        };
    }

    private Status explained(Status status, boolean connected) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = status.getCause();
                cause != null && causes.size() < CAUSES_MAX;
                cause = cause.getCause()) {
            causes.add(cause);
        }
        for (int i = causes.size() - 1; i >= 0; i--) {
            String reason = reason(causes.get(i));
            if (reason != null) {
                return Status.UNAVAILABLE
                        .withDescription(settings.address() + ": " + reason)
                        .withCause(status.getCause());
            }
        }
        boolean closedAtOnce = !connected && causes.isEmpty() && status.getCode() == Status.Code.UNAVAILABLE;
        return closedAtOnce && settings.tls() == null
                ? status.withDescription(settings.address()
                        + ": the server closed the connection before it could carry a call: does it want TLS?")
                : status;
    }

    /** What is known of a failure by its type; the texts of the JVM and of netty change. */
    private @Nullable String reason(Throwable cause) {
        if (cause instanceof ServerTrust.RefusedException || cause instanceof NoConnectionException) {
            return cause.getMessage();
        }
        if (cause instanceof UnknownHostException) {
            return "the host is not known to this worker";
        }
        if (cause instanceof NotSslRecordException) {
            return "the server does not speak TLS on this port: is it a plaintext port?";
        }
        if (cause instanceof SSLException) {
            return handshake(cause);
        }
        if (cause instanceof Http2Exception && settings.tls() == null) {
            return "the server does not speak plaintext HTTP/2 on this port: does it want TLS?";
        }
        if (cause instanceof SocketException) {
            return "cannot be reached (" + cause.getMessage() + ")";
        }
        return null;
    }

    private String handshake(Throwable cause) {
        TlsSettings tls = settings.tls();
        String ours = tls == null || tls.identity() == null
                ? "we have no client certificate: the server may want one"
                : "the server may not accept our client certificate";
        return "no TLS with the server (" + cause.getMessage() + "); " + ours;
    }
}
