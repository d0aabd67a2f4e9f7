package coffee.brew.connect.grpc.worker;

import coffee.brew.connect.grpc.tape.TapeServer;
import coffee.brew.connect.grpc.tape.Wire;
import coffee.brew.infra.LocalKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A tape, the wire to it, which breaks again and again, a worker that reads it, and the topic where it goes. */
final class Pipe implements AutoCloseable {
    private static final long CUT_INTERVAL_MS = 50;

    private final String name;
    private final boolean exactlyOnce;
    private final TapeServer server = TapeServer.start();
    private final Wire wire = new Wire(server.port());
    private final ConnectWorker worker;
    private final TopicNumbers numbers;
    private final AtomicInteger cuts = new AtomicInteger();
    private final ScheduledExecutorService cutter = Executors.newSingleThreadScheduledExecutor();
    private volatile int cutsMax;

    /** The worker is launched and not waited for. */
    Pipe(Path directory, LocalKafka kafka, boolean exactlyOnce) {
        this.name = exactlyOnce ? "exactly-once" : "at-least-once";
        this.exactlyOnce = exactlyOnce;
        kafka.createTopic(name, 3);
        this.worker = ConnectWorker.launch(directory, kafka, "connect-" + name, exactlyOnce);
        this.numbers = new TopicNumbers(kafka.bootstrapServers(), name);
    }

    void open() {
        worker.awaitServing();
        worker.rest().put(name, configuration());
        cutter.scheduleWithFixedDelay(this::cut, CUT_INTERVAL_MS, CUT_INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    /** From now on there are messages up to this one, and the wire breaks up to so many times. */
    void play(long number, int cutsInAll) {
        cutsMax = cutsInAll;
        server.tape().growTo(number);
    }

    private void cut() {
        if (cuts.get() < cutsMax && wire.cut()) {
            cuts.incrementAndGet();
        }
    }

    String name() {
        return name;
    }

    TapeServer server() {
        return server;
    }

    ConnectWorker worker() {
        return worker;
    }

    /** What has arrived. */
    TopicNumbers numbers() {
        return numbers;
    }

    int cuts() {
        return cuts.get();
    }

    void restartTask() {
        worker.rest().restartTask(name);
    }

    private Map<String, String> configuration() {
        return Map.ofEntries(
                Map.entry("connector.class", "GrpcSourceConnector"),
                Map.entry("tasks.max", "1"),
                Map.entry("kafka.topic", name),
                Map.entry("grpc.server.host", "127.0.0.1"),
                Map.entry("grpc.server.port", String.valueOf(wire.port())),
                Map.entry("grpc.service.name", "tape.v1.TapeService"),
                Map.entry("grpc.method.name", "Play"),
                Map.entry("grpc.resume.response.field", "number"),
                Map.entry("grpc.resume.request.field", "after_number"),
                Map.entry("grpc.key.field", "key"),
                Map.entry("grpc.message.queue.size", "1000"),
                Map.entry("grpc.reconnect.interval.ms", "10"),
                Map.entry("grpc.reconnect.backoff.max.ms", "20"),
                Map.entry("exactly.once.support", exactlyOnce ? "required" : "requested"));
    }

    @Override
    public void close() throws IOException {
        cutter.shutdownNow();
        worker.close();
        numbers.close();
        wire.close();
        server.close();
    }
}
