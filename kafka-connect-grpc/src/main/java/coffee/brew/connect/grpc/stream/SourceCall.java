package coffee.brew.connect.grpc.stream;

import coffee.brew.connect.grpc.metrics.TaskMetrics;
import com.google.protobuf.DynamicMessage;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One call. Its callbacks run on gRPC's network threads: they count, put into the queue, and ask for more. */
final class SourceCall extends ClientCall.Listener<byte[]> {
    private final SourceStream stream;
    private final Window window;
    private final Queue<Arrival> queue;
    private final TaskMetrics metrics;
    private final ClientCall<DynamicMessage, byte[]> call;
    private volatile long lastArrivalNanos;
    private volatile @Nullable Status givenUp;
    private volatile boolean over;

    SourceCall(
            SourceStream stream,
            Window window,
            Queue<Arrival> queue,
            TaskMetrics metrics,
            ManagedChannel channel,
            MethodDescriptor<DynamicMessage, byte[]> method,
            CallOptions options) {
        this.stream = stream;
        this.window = window;
        this.queue = queue;
        this.metrics = metrics;
        this.call = channel.newCall(method, options.withExecutor(Runnable::run));
    }

    void start(Source.Call begin) {
        call.start(this, begin.metadata());
        ask(window.opened());
        call.sendMessage(begin.request());
        call.halfClose();
    }

    @Override
    public void onMessage(byte[] message) {
        lastArrivalNanos = System.nanoTime();
        metrics.received();
        queue.add(new Arrival.Message(stream, message));
        ask(window.arrived(message.length));
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        over = true;
        Status ours = givenUp;
        queue.add(new Arrival.Ended(stream, ours == null ? status : ours));
    }

    /** The message is out of the queue: there is room for another. */
    void taken(byte[] message) {
        ask(window.taken(message.length));
    }

    /** Ends the call; its end arrives with this status. */
    void giveUp(Status status) {
        givenUp = status;
        call.cancel(status.getDescription(), null);
    }

    boolean isOver() {
        return over;
    }

    /** Whether it is the source that is silent, and not we who hold it back. */
    boolean isWaitingForSource() {
        return window.held() == 0;
    }

    /** On the clock of {@link System#nanoTime}; 0: nothing has come. */
    long lastArrivalNanos() {
        return lastArrivalNanos;
    }

    private void ask(int messages) {
        if (messages > 0) {
            call.request(messages);
        }
    }
}
