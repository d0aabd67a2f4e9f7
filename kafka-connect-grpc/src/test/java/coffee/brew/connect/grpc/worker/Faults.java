package coffee.brew.connect.grpc.worker;

import static org.awaitility.Awaitility.await;

import coffee.brew.infra.LocalKafka;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What can happen to connectors while they move messages, besides broken connections, and how often it did. */
final class Faults {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private final LocalKafka kafka;
    private final List<Pipe> pipes;
    private int kills;
    private int taskRestarts;
    private int serverRestarts;
    private int kafkaPauses;

    Faults(LocalKafka kafka, List<Pipe> pipes) {
        this.kafka = kafka;
        this.pipes = pipes;
    }

    /** One of each, in turn, to all pipes. */
    List<Runnable> all() {
        return List.of(this::restartTasks, this::restartServers, this::killWorkers, this::holdKafka);
    }

    private void restartTasks() {
        pipes.forEach(Pipe::restartTask);
        taskRestarts++;
    }

    private void restartServers() {
        pipes.forEach(pipe -> pipe.server().restart());
        serverRestarts++;
    }

    /** SIGKILL, and a new process. */
    private void killWorkers() {
        pipes.forEach(pipe -> pipe.worker().relaunch());
        pipes.forEach(pipe -> pipe.worker().awaitServing());
        kills++;
    }

    /** Kafka answers nobody until the sources have noticed, or everything is on its way. */
    private void holdKafka() {
        kafka.pause();
        try {
            AtomicLong before = new AtomicLong(-1);
            await().atMost(TIMEOUT)
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> before.getAndSet(sent()) == sent());
        } finally {
            kafka.resume();
        }
        kafkaPauses++;
    }

    private long sent() {
        return pipes.stream().mapToLong(pipe -> pipe.server().tape().sent()).sum();
    }

    @Override
    public String toString() {
        return "worker_kills=%d task_restarts=%d server_restarts=%d kafka_pauses=%d"
                .formatted(kills, taskRestarts, serverRestarts, kafkaPauses);
    }
}
