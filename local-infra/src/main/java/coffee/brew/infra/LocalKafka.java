package coffee.brew.infra;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka on loopback: one broker, or three with replication factor 3 and {@code min.insync.replicas} 2.
 *
 * <ol>
 *   <li>It accepts writes when {@link #start} or {@link #restart} returns.
 *   <li>It is gone when {@link #stop}, {@link #kill} or {@link #close} returns.
 *   <li>It does not outlive the JVM that started it, not even when paused. A temporary directory goes with it.
 *   <li>Topics are never created by accident: {@link #createTopic} creates them.
 * </ol>
 *
 * <p>Brokers run outside this JVM, all in one of their own, or each in one of its own. Thread-safe. Failures are
 * {@link LocalServerException}s that say what to do.
 */
public final class LocalKafka implements AutoCloseable {
    /** The configuration of a topic that new consumer groups read from the beginning: nothing ever expires. */
    public static final Map<String, String> KEPT_FOREVER = Map.of("retention.ms", "-1");

    /** The configuration of a dead letter topic: as {@link #KEPT_FOREVER}, and 2 MiB for a record with its cause. */
    public static final Map<String, String> DEAD_LETTERS = Map.of("retention.ms", "-1", "max.message.bytes", "2097152");

    /** Names, for all class loaders of this JVM, the directory of the shared broker. */
    private static final String SHARED = "coffee.brew.infra.kafka";

    private final ServerDirectory directory;
    private final List<Integer> ports;
    private final KafkaTopics topics;
    private final KafkaProcesses processes;

    /**
     * How many brokers there are, where their data live, and which ports they are served on.
     *
     * @param directory kept when the brokers stop; null: a temporary one, deleted when they are closed
     * @param ports one per broker, 0 for any free one
     * @param eachInItsOwnJvm lets a test kill one of three; costs about 200 MB per broker more
     * @param learning whether the brokers' JVM may learn for later starts, until {@link #close}; see {@link StartCache}
     */
    public record Options(@Nullable Path directory, List<Integer> ports, boolean eachInItsOwnJvm, boolean learning) {
        public Options {
            ports = List.copyOf(ports);
            if (ports.isEmpty()) {
                throw new IllegalArgumentException("A cluster without brokers");
            }
        }

        /** One broker, quick to start, in a temporary directory, on any free port. */
        public static Options throwAway() {
            return new Options(null, List.of(0), false, false);
        }

        public static Options keptIn(Path directory) {
            return new Options(directory, List.of(0), false, false);
        }

        /** Three brokers: every topic has three replicas and needs two of them for a write. */
        public Options threeBrokers() {
            return withPorts(0, 0, 0);
        }

        /** As many brokers as ports. */
        public Options withPorts(int... fixedPorts) {
            return new Options(directory, Arrays.stream(fixedPorts).boxed().toList(), eachInItsOwnJvm, learning);
        }

        public Options withEachInItsOwnJvm() {
            return new Options(directory, ports, true, false);
        }

        public Options withLearning() {
            return new Options(directory, ports, eachInItsOwnJvm, !eachInItsOwnJvm);
        }
    }

    private LocalKafka(ServerDirectory directory, List<Integer> ports, boolean eachInItsOwnJvm, boolean learning) {
        this.directory = directory;
        this.ports = ports;
        this.topics = new KafkaTopics(bootstrapServers(), ports);
        KafkaLaunch launch = new KafkaLaunch(directory, ports, learning);
        this.processes = new KafkaProcesses(directory, eachInItsOwnJvm, launch, topics);
    }

    /** One new broker with throw-away data on a free port; takes 2 to 5 s. */
    public static LocalKafka start() {
        return start(Options.throwAway());
    }

    public static LocalKafka start(Options options) {
        ServerDirectory directory = ServerDirectory.create(options.directory(), "kafka");
        List<Integer> ports = options.ports().stream()
                .map(port -> port == 0 ? Ports.free() : port)
                .toList();
        return directory.exclusively(() -> {
            KafkaLaunch.requireUnused(directory);
            new KafkaProperties(directory, ports).write();
            directory.savePorts(ports);
            LocalKafka kafka = new LocalKafka(directory, ports, options.eachInItsOwnJvm(), options.learning());
            try {
                kafka.processes.start();
                return kafka;
            } catch (RuntimeException e) {
                kafka.processes.kill();
                kafka.release();
                throw e;
            }
        });
    }

    /** The brokers that run on data kept in the directory, whoever started them. */
    public static Optional<LocalKafka> find(Path directory) {
        ServerDirectory kept = ServerDirectory.existing(directory);
        return Optional.of(kept)
                .filter(known -> !known.pids().isEmpty())
                .map(LocalKafka::existing)
                .filter(LocalKafka::isRunning);
    }

    /**
     * The one broker that everything in this JVM shares, whatever the class loader; started by the first call, stopped
     * with the JVM. Whoever stops it for a test starts it again; nobody closes it.
     */
    public static LocalKafka shared() {
        // Class loaders have few objects in common, constant strings among them.
        synchronized (SHARED) {
            String known = System.getProperty(SHARED);
            if (known != null) {
                return existing(ServerDirectory.existing(Path.of(known)));
            }
            LocalKafka kafka = start();
            System.setProperty(SHARED, kafka.directory.path().toString());
            return kafka;
        }
    }

    private static LocalKafka existing(ServerDirectory directory) {
        boolean severalProcesses = directory.pids().size() > 1;
        return new LocalKafka(directory, directory.ports(), severalProcesses, false);
    }

    /** Addresses of all brokers, for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return ports.stream().map(port -> Ports.HOST + ":" + port).collect(Collectors.joining(","));
    }

    /** Creates the topic with Kafka's default retention; see {@link #createTopic(String, int, Map)}. */
    public void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of());
    }

    /**
     * Creates the topic, replicated to every broker, and returns when all its partitions have leaders. An existing
     * topic is left as it is, and refused when its number of partitions differs.
     */
    public void createTopic(String name, int partitions, Map<String, String> configuration) {
        topics.create(name, partitions, configuration);
    }

    /** The broker process; with a JVM per broker, that of node 1. */
    public long pid() {
        return pids().get(0);
    }

    /** All broker processes, node 1 first, also when they have ended; one for all nodes unless each has its own JVM. */
    public List<Long> pids() {
        return directory.pids();
    }

    /** Whether every broker process lives; a paused one does. */
    public boolean isRunning() {
        return processes.areAlive();
    }

    /** Data and logs; by it, another process finds the server. */
    public Path directory() {
        return directory.path();
    }

    /** The logs of the broker processes. */
    public List<Path> logs() {
        return IntStream.rangeClosed(1, pids().size())
                .mapToObj(node -> KafkaLaunch.log(directory, node))
                .toList();
    }

    /** SIGKILL to every broker. */
    public synchronized void kill() {
        processes.kill();
    }

    /**
     * SIGKILL to one broker.
     *
     * @param node counted from 1
     * @throws IllegalStateException when the brokers share a JVM
     */
    public synchronized void kill(int node) {
        processes.kill(node);
    }

    /** SIGSTOP to every broker: connections stay, and nothing answers any more when this returns. */
    public synchronized void pause() {
        processes.pause();
    }

    /** SIGCONT after {@link #pause}. */
    public synchronized void resume() {
        processes.signal("CONT");
    }

    /** An orderly stop, of paused brokers too. Does nothing to those that do not run. */
    public synchronized void stop() {
        processes.stop();
    }

    /** Stops the brokers, if they run, and serves the same data on the same ports again. */
    public synchronized void restart() {
        processes.stop();
        processes.start();
    }

    /** Starts a killed broker again and returns when it is back in the cluster; see {@link #kill(int)}. */
    public synchronized void restart(int node) {
        processes.restart(node);
    }

    /** Stops the brokers; a temporary directory is deleted. */
    @Override
    public synchronized void close() {
        if (directory.isTemporary()) {
            processes.kill();
        } else {
            processes.stop();
        }
        release();
    }

    private void release() {
        directory.deleteIfTemporary();
        processes.forget();
    }
}
