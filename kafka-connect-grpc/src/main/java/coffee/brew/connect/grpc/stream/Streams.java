package coffee.brew.connect.grpc.stream;

import coffee.brew.connect.grpc.metrics.TaskMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a task, and the one queue that they fill. Polled by one thread; {@link #close} may be called by
 * another.
 */
public final class Streams implements AutoCloseable {
    private final BlockingQueue<Arrival> queue = new LinkedBlockingQueue<>();
    private final List<SourceStream> streams = new ArrayList<>();
    private volatile boolean closed;

    /** What becomes of a message. */
    public interface Taker {
        /**
         * Takes the next message of a stream.
         *
         * @param last the position of the message before; null: unknown
         * @return the position of this message; null when it has none or it cannot be read
         */
        @Nullable
        String take(String request, byte[] message, @Nullable String last);
    }

    /** One stream for each request, beginning after its position, if it has one. */
    public Streams(
            Source source,
            StreamPolicy policy,
            Map<String, String> positions,
            TaskMetrics metrics,
            List<String> requests) {
        int messages = Math.max(1, policy.queueMessages() / requests.size());
        long bytes = policy.queueBytes() / requests.size();
        for (String request : requests) {
            Backoff backoff = new Backoff(policy.pauseMin(), policy.pauseMax(), RandomGenerator.getDefault());
            Window window = new Window(messages, bytes);
            streams.add(
                    new SourceStream(request, positions.get(request), source, policy, backoff, window, queue, metrics));
        }
        metrics.observe(new TaskMetrics.Gauges(queue::size, policy.queueMessages(), this::connected, streams.size()));
    }

    /**
     * Waits for messages, no longer than the time given, and hands over those that are there.
     *
     * @throws ConnectException when a stream has failed for good; what came before was handed over by an earlier call
     */
    public void poll(Duration wait, int messagesMax, Taker taker) throws InterruptedException {
        long now = System.nanoTime();
        long waitNanos = wait.toNanos();
        for (SourceStream stream : streams) {
            waitNanos = Math.min(waitNanos, stream.tick(now));
        }
        Arrival first = queue.poll(waitNanos, TimeUnit.NANOSECONDS);
        if (first == null) {
            return;
        }
        List<Arrival> arrivals = new ArrayList<>();
        arrivals.add(first);
        queue.drainTo(arrivals, messagesMax - 1);
        for (Arrival arrival : arrivals) {
            if (closed) {
                return;
            }
            arrival.stream().accept(arrival, taker);
        }
    }

    /** Streams with a connection that carries calls at this moment. */
    private int connected() {
        return (int) streams.stream().filter(SourceStream::isConnected).count();
    }

    /** Ends all calls. What is in the queue is not handed over any more. */
    @Override
    public void close() {
        closed = true;
        streams.forEach(SourceStream::close);
    }
}
