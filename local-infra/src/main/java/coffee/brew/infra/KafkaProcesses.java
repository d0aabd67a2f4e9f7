package coffee.brew.infra;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The broker processes of a cluster: one for all nodes, or one for each. Not thread-safe. */
final class KafkaProcesses {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LEARNED_STOP_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private final ServerDirectory directory;
    private final List<List<Integer>> nodesPerProcess;
    private final KafkaLaunch launch;
    private final KafkaTopics topics;
    private @Nullable Watchdog watchdog;

    KafkaProcesses(ServerDirectory directory, boolean eachInItsOwnJvm, KafkaLaunch launch, KafkaTopics topics) {
        this.directory = directory;
        List<Integer> nodes = launch.nodes();
        this.nodesPerProcess = eachInItsOwnJvm ? nodes.stream().map(List::of).toList() : List.of(nodes);
        this.launch = launch;
        this.topics = topics;
    }

    void start() {
        launch.requireFreePorts();
        directory.savePids(List.of());
        List<ServerProcess> processes = new ArrayList<>();
        orKill(processes, () -> {
            for (List<Integer> nodes : nodesPerProcess) {
                processes.add(launch.start(nodes));
                guard(processes);
            }
            launch.awaitReady(processes, topics);
        });
    }

    void restart(int node) {
        one(node).kill();
        List<ServerProcess> processes = new ArrayList<>(all());
        processes.set(node - 1, launch.start(List.of(node)));
        orKill(processes, () -> {
            guard(processes);
            launch.awaitReady(processes, topics);
        });
    }

    /**
     * Also of paused processes. Does nothing to those that have ended. Once all logs are closed, it does not wait for
     * controllers that look for a quorum among each other for 5 s more, unless the JVM has something to write down.
     */
    void stop() {
        signal("TERM");
        signal("CONT");
        boolean learning = launch.isLearning();
        long deadline = System.nanoTime() + (learning ? LEARNED_STOP_TIMEOUT : STOP_TIMEOUT).toNanos();
        for (ServerProcess process : all()) {
            while (!process.hasEndedWithin(POLL_INTERVAL)
                    && (learning || !launch.logsAreClosed())
                    && System.nanoTime() < deadline) {}
        }
        kill();
        launch.processesEnded();
    }

    void kill() {
        forEach(ServerProcess::kill);
    }

    void kill(int node) {
        one(node).kill();
    }

    void pause() {
        forEach(ServerProcess::pause);
    }

    void signal(String signal) {
        forEach(process -> process.signal(signal));
    }

    boolean areAlive() {
        return all().stream().allMatch(ServerProcess::isAlive);
    }

    void forget() {
        if (watchdog != null) {
            watchdog.dismiss();
            watchdog = null;
        }
    }

    private void guard(List<ServerProcess> processes) {
        if (watchdog == null) {
            watchdog = new Watchdog("TERM", directory.isTemporary() ? directory.path() : null);
        }
        List<Long> pids = processes.stream().map(ServerProcess::pid).toList();
        watchdog.guard(pids);
        directory.savePids(pids);
    }

    /** @param processes as they were started; looked up by its pid this early, one may count as ended */
    private static void orKill(List<ServerProcess> processes, Runnable start) {
        try {
            start.run();
        } catch (RuntimeException e) {
            processes.forEach(ServerProcess::kill);
            throw e;
        }
    }

    private ServerProcess one(int node) {
        if (nodesPerProcess.size() == 1) {
            throw new IllegalStateException("The brokers share a JVM: start them with withEachInItsOwnJvm()");
        }
        return all().get(node - 1);
    }

    private void forEach(Consumer<ServerProcess> action) {
        all().forEach(action);
    }

    private List<ServerProcess> all() {
        List<Long> pids = directory.pids();
        return IntStream.range(0, pids.size())
                .mapToObj(index -> ServerProcess.existing(
                        KafkaLaunch.NAME, pids.get(index), directory, KafkaLaunch.log(directory, index + 1)))
                .toList();
    }
}
