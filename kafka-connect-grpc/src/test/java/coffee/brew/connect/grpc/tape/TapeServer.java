package coffee.brew.connect.grpc.tape;

import coffee.brew.infra.Ports;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Plays numbers 1, 2, 3 ... to whoever asks, from where they ask, as far as the tape goes. Slow readers are waited for.
 * Stays on its port when it is restarted. The connector learns its protocol from reflection or a descriptor set.
 */
public final class TapeServer implements AutoCloseable {
    /** Says at length that a connection is gone: what the tests are about. */
    private static final Logger GONE = Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler");

    static {
        GONE.setLevel(Level.OFF);
    }

    private final int port;
    private ServerCredentials credentials;
    private final boolean reflection;
    private final Tape tape = new Tape();
    private final List<Metadata> metadata = new CopyOnWriteArrayList<>();
    private final List<String> authorities = new CopyOnWriteArrayList<>();
    private @Nullable Server server;

    private TapeServer(ServerCredentials credentials, boolean reflection) {
        this.port = Ports.free();
        this.credentials = credentials;
        this.reflection = reflection;
        restart();
    }

    public static TapeServer start() {
        return new TapeServer(InsecureServerCredentials.create(), true);
    }

    public static TapeServer withoutReflection() {
        return new TapeServer(InsecureServerCredentials.create(), false);
    }

    public static TapeServer secured(ServerCredentials credentials) {
        return new TapeServer(credentials, true);
    }

    public int port() {
        return port;
    }

    /** What is played, and what was asked. */
    public Tape tape() {
        return tape;
    }

    /** The metadata of all calls of the tape, in the order in which they came. */
    public List<Metadata> metadata() {
        return metadata;
    }

    /** To whom the calls of the tape were addressed. */
    public List<String> authorities() {
        return authorities;
    }

    /** Starts again with other certificates. */
    public void secure(ServerCredentials other) {
        credentials = other;
        restart();
    }

    /** Cuts all calls at once and closes the port. */
    public void stop() {
        Server running = server;
        if (running != null) {
            running.shutdownNow();
            try {
                running.awaitTermination(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        server = null;
    }

    public void restart() {
        stop();
        ServerBuilder<?> builder = Grpc.newServerBuilderForPort(port, credentials)
                .addService(new TapeMethods(tape).definition())
                .permitKeepAliveTime(1, TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .intercept(new Recorder());
        if (reflection) {
            builder.addService(ProtoReflectionServiceV1.newInstance());
        }
        try {
            server = builder.build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses all calls of the tape with this status from now on; null: none. */
    public void refuse(@Nullable Status status) {
        tape.refuse(status);
    }

    @Override
    public void close() {
        stop();
    }

    private final class Recorder implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            if (call.getMethodDescriptor().getFullMethodName().startsWith("tape.v1.TapeService/")) {
                metadata.add(headers);
                authorities.add(String.valueOf(call.getAuthority()));
            }
            return next.startCall(call, headers);
        }
    }
}
