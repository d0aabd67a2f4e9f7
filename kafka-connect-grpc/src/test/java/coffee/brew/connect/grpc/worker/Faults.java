package coffee.brew.connect.grpc.worker;

import static org.awaitility.Awaitility.await;

import coffee.brew.connect.grpc.tape.TapeServer;
import coffee.brew.connect.grpc.tape.Wire;
import coffee.brew.infra.LocalKafka;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What can happen to a connector while it moves messages, and how often it did. */
final class Faults implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final long CUT_INTERVAL_MS = 150;

    private final ConnectWorker worker;
    private final LocalKafka kafka;
    private final TapeServer server;
    private final Wire wire;
    private final String connector;
    private final AtomicInteger cuts = new AtomicInteger();
    private final ScheduledExecutorService cutter = Executors.newSingleThreadScheduledExecutor();
    private final Future<?> cutting;
    private int kills;
    private int taskRestarts;
    private int serverRestarts;

    Faults(ConnectWorker worker, LocalKafka kafka, TapeServer server, Wire wire, String connector) {
        this.worker = worker;
        this.kafka = kafka;
        this.server = server;
        this.wire = wire;
        this.connector = connector;
        this.cutting =
                cutter.scheduleWithFixedDelay(this::cut, CUT_INTERVAL_MS, CUT_INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    /** One of each, in turn. */
    List<Runnable> all() {
        return List.of(this::restartTask, this::restartServer, this::killWorker, this::holdKafka);
    }

    private void cut() {
        if (wire.cut()) {
            cuts.incrementAndGet();
        }
    }

    int cuts() {
        return cuts.get();
    }

    private void restartTask() {
        worker.rest().restartTask(connector);
        taskRestarts++;
    }

    private void restartServer() {
        server.restart();
        serverRestarts++;
    }

    private void killWorker() {
        worker.restart();
        kills++;
    }

    /** Kafka answers nobody until the source has noticed, or everything is on its way. */
    private void holdKafka() {
        kafka.pause();
        try {
            AtomicLong before = new AtomicLong(-1);
            await().atMost(TIMEOUT)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> before.getAndSet(server.tape().sent())
                            == server.tape().sent());
        } finally {
            kafka.resume();
        }
    }

    @Override
    public void close() {
        cutting.cancel(false);
        cutter.shutdown();
    }

    @Override
    public String toString() {
        return "disconnects=%d worker_kills=%d task_restarts=%d server_restarts=%d"
                .formatted(cuts.get(), kills, taskRestarts, serverRestarts);
    }
}
