package coffee.brew.connect.grpc.stream;

import coffee.brew.connect.grpc.metrics.TaskMetrics;
import com.google.protobuf.DynamicMessage;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request message and its calls, one after another. All but {@link #close} and {@link #isConnected} belongs to the
 * polling thread: the end of a call is dealt with when all its messages have been taken, so the next call begins after
 * the last of them.
 */
final class SourceStream {
    private static final Logger LOG = LoggerFactory.getLogger(SourceStream.class);

    private final String request;
    private final Source source;
    private final StreamPolicy policy;
    private final Backoff backoff;
    private final Window window;
    private final Queue<Arrival> queue;
    private final TaskMetrics metrics;

    private volatile @Nullable ManagedChannel channel;
    private volatile @Nullable SourceCall call;
    private @Nullable String position;
    private volatile boolean closed;
    private boolean everOpened;
    private boolean finished;
    private long readyNanos;
    private long nextNanos = System.nanoTime();

    SourceStream(
            String request,
            @Nullable String position,
            Source source,
            StreamPolicy policy,
            Backoff backoff,
            Window window,
            Queue<Arrival> queue,
            TaskMetrics metrics) {
        this.request = request;
        this.position = position;
        this.source = source;
        this.policy = policy;
        this.backoff = backoff;
        this.window = window;
        this.queue = queue;
        this.metrics = metrics;
    }

    /** Does what is due. Returns the nanoseconds until something may be due again. */
    long tick(long nowNanos) {
        SourceCall current = call;
        if (finished) {
            return Long.MAX_VALUE;
        }
        if (current == null) {
            if (nowNanos - nextNanos >= 0) {
                begin();
            }
            return Math.max(0, nextNanos - nowNanos);
        }
        if (!current.isOver()) {
            watch(current, nowNanos);
        }
        return Long.MAX_VALUE;
    }

    void accept(Arrival arrival, Streams.Taker taker) {
        if (arrival instanceof Arrival.Message message) {
            SourceCall current = call;
            if (current != null) {
                current.taken(message.bytes());
            }
            String taken = taker.take(request, message.bytes(), position);
            if (taken != null) {
                position = taken;
            }
        } else if (arrival instanceof Arrival.Ended ended) {
            ended(ended.status());
        }
    }

    boolean isConnected() {
        SourceCall current = call;
        return current != null && !current.isOver() && isReady();
    }

    void close() {
        closed = true;
        SourceCall current = call;
        if (current != null) {
            current.giveUp(Status.CANCELLED.withDescription("The task stops."));
        }
        closeChannel();
    }

    private void begin() {
        readyNanos = 0;
        try {
            ManagedChannel open = channel;
            if (open == null) {
                open = source.open();
                channel = open;
            }
            source.resolve(open);
            MethodDescriptor<DynamicMessage, byte[]> method = source.method();
            SourceCall next = new SourceCall(this, window, queue, metrics, open, method, options(method));
            next.start(source.call(request, position));
            call = next;
            everOpened = true;
            if (closed) {
                close();
            }
        } catch (StatusRuntimeException e) {
            failed(e.getStatus());
        } catch (RuntimeException e) {
            if (!everOpened) {
                throw e;
            }
            // Files that are being rotated may not fit together for a moment.
            failed(Status.UNAVAILABLE.withDescription(e.getMessage()));
        }
    }

    private CallOptions options(MethodDescriptor<?, ?> method) {
        return method.getType() == MethodType.UNARY
                ? CallOptions.DEFAULT.withDeadlineAfter(policy.callTimeout().toNanos(), TimeUnit.NANOSECONDS)
                : CallOptions.DEFAULT;
    }

    private void watch(SourceCall current, long nowNanos) {
        if (readyNanos == 0 && isReady()) {
            readyNanos = nowNanos;
        }
        if (readyNanos == 0) {
            return;
        }
        forgetFailuresWhenHealthy(nowNanos);
        long silentSince = Math.max(readyNanos, current.lastArrivalNanos());
        boolean idle = !policy.idleTimeout().isZero()
                && nowNanos - silentSince > policy.idleTimeout().toNanos();
        if (idle && current.isWaitingForSource()) {
            current.giveUp(Status.UNAVAILABLE.withDescription(
                    "nothing came for " + policy.idleTimeout().toMillis() + " ms"));
        }
    }

    private void ended(Status status) {
        call = null;
        forgetFailuresWhenHealthy(System.nanoTime());
        if (!status.isOk()) {
            failed(status);
        } else if (source.method().getType() == MethodType.UNARY) {
            backoff.reset();
            pause(policy.pollInterval());
        } else {
            closeChannel();
            finished = policy.finishAtEnd();
            pause(backoff.shortest());
            LOG.info("stream ended request={} finished={}", request, finished);
        }
    }

    private void failed(Status status) {
        closeChannel();
        String reason = source.withoutSecrets(
                status.getCode() + (status.getDescription() == null ? "" : ": " + status.getDescription()));
        if (policy.fatal().contains(status.getCode())) {
            throw new ConnectException(reason + Remedy.of(status.getCode()), status.getCause());
        }
        if (!policy.reconnect()) {
            throw new ConnectException(reason + " (grpc.reconnect.enabled is false)", status.getCause());
        }
        if (policy.attemptsMax() > 0 && backoff.failures() >= policy.attemptsMax()) {
            throw new ConnectException(
                    reason + " after " + backoff.failures() + " new attempts (grpc.reconnect.max.attempts)",
                    status.getCause());
        }
        Duration pause = backoff.next();
        pause(pause);
        metrics.reconnecting();
        LOG.warn(
                "stream lost request={} reason={} failures={} again_in_ms={}",
                request,
                reason,
                backoff.failures(),
                pause.toMillis());
    }

    private void pause(Duration pause) {
        nextNanos = System.nanoTime() + pause.toNanos();
    }

    private void forgetFailuresWhenHealthy(long nowNanos) {
        if (readyNanos != 0 && nowNanos - readyNanos >= policy.healthyTime().toNanos()) {
            backoff.reset();
        }
    }

    private boolean isReady() {
        ManagedChannel open = channel;
        return open != null && open.getState(false) == ConnectivityState.READY;
    }

    private void closeChannel() {
        ManagedChannel open = channel;
        channel = null;
        if (open != null) {
            open.shutdownNow();
        }
    }
}
