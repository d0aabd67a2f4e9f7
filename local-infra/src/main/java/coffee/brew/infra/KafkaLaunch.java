package coffee.brew.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Starts broker processes and waits until the cluster serves. */
final class KafkaLaunch {
    static final String NAME = "Kafka";

    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    private static final int HEAP_MB = 256;
    private static final int HEAP_OF_THREE_MB = 384;

    private final ServerDirectory directory;
    private final List<Integer> ports;
    private final boolean learning;
    private @Nullable StartCache learned;

    KafkaLaunch(ServerDirectory directory, List<Integer> ports, boolean learning) {
        this.directory = directory;
        this.ports = ports;
        this.learning = learning;
    }

    /** Counted from 1. */
    List<Integer> nodes() {
        return IntStream.rangeClosed(1, ports.size()).boxed().toList();
    }

    static void requireUnused(ServerDirectory directory) {
        for (long pid : directory.pids()) {
            if (ServerProcess.existing(NAME, pid, directory, log(directory, 1)).isAlive()) {
                throw new LocalServerException(
                        "Directory " + directory.path() + " is in use by a live Kafka, pid " + pid,
                        "stop that one, or choose another directory");
            }
        }
    }

    void requireFreePorts() {
        ports.forEach(port -> Ports.requireFree(port, NAME));
    }

    /** Whether every node has closed its logs in good order; Kafka removes the marks at the next start. */
    boolean logsAreClosed() {
        return nodes().stream()
                .allMatch(node -> Files.exists(directory.resolve("node-" + node + "/.kafka_cleanshutdown")));
    }

    /** One process for the nodes. */
    ServerProcess start(List<Integer> nodes) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + (nodes.size() == 1 ? HEAP_MB : HEAP_OF_THREE_MB) + "m");
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        if (directory.isTemporary()) {
            // Half the CPU time of a start; what that costs at full load, tests do not need.
            command.add("-XX:TieredStopAtLevel=1");
        }
        StartCache cache = StartCache.of(PostgresBinaries.cache(), "kafka", BrokerClassPath.entries(), learning);
        command.addAll(cache.options());
        learned = cache.isLearning() ? cache : null;
        command.add("-Dslf4j.provider=" + KafkaLog.class.getName());
        command.addAll(List.of(KafkaMain.class.getName(), clusterId()));
        nodes.forEach(node -> command.add(KafkaProperties.file(directory, node).toString()));
        // In the environment, the class path neither hides the command line nor makes it too long to be read.
        return ServerProcess.start(
                NAME, command, Map.of("CLASSPATH", BrokerClassPath.find()), log(directory, nodes.get(0)));
    }

    /** Whether the process has to end by itself, because it learns. */
    boolean isLearning() {
        return learned != null;
    }

    void processesEnded() {
        if (learned != null) {
            learned.processEnded();
            learned = null;
        }
    }

    static Path log(ServerDirectory directory, int node) {
        return directory.resolve("kafka-" + node + ".log");
    }

    void awaitReady(List<ServerProcess> processes, KafkaTopics topics) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!topics.areServed()) {
            for (ServerProcess process : processes) {
                if (process.hasEndedWithin(POLL_INTERVAL)) {
                    throw directory.failure("Kafka ended while starting", process.log(), null);
                }
            }
            if (System.nanoTime() > deadline) {
                throw directory.failure(
                        "Kafka does not serve after " + START_TIMEOUT,
                        processes.get(0).log(),
                        null);
            }
        }
    }

    private String clusterId() {
        Path file = directory.resolve("cluster.id");
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, Uuid.randomUuid().toString());
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw LocalServerException.unusable("Kafka's directory cannot be used", directory.path(), e);
        }
    }
}
