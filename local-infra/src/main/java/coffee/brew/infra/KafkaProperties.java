package coffee.brew.infra;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Configuration of the nodes of a cluster, each of them broker and controller. */
final class KafkaProperties {
    /** Whatever the number of brokers. Durations in milliseconds. */
    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("inter.broker.listener.name", "BROKER"),
            Map.entry("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("auto.create.topics.enable", "false"),
            // A killed consumer's partitions move within 8 s; Kafka's own defaults, and their minimums, are 45 s.
            Map.entry("group.consumer.session.timeout.ms", "6000"),
            Map.entry("group.consumer.min.session.timeout.ms", "6000"),
            Map.entry("group.consumer.heartbeat.interval.ms", "2000"),
            Map.entry("group.consumer.min.heartbeat.interval.ms", "2000"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            // A killed broker may come back once its old session has expired.
            Map.entry("broker.session.timeout.ms", "2000"),
            Map.entry("broker.heartbeat.interval.ms", "500"),
            // Stopping all nodes at once leaves no quorum to ask for a controlled shutdown.
            Map.entry("controlled.shutdown.enable", "false"),
            // One machine: fewer internal partitions and threads, no 128 MB buffer for compaction.
            Map.entry("offsets.topic.num.partitions", "6"),
            Map.entry("transaction.state.log.num.partitions", "6"),
            Map.entry("share.coordinator.state.topic.num.partitions", "6"),
            Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"));

    /** Of throw-away data. Members learn of a rebalance by their next heartbeat: tests wait for many of them. */
    private static final Map<String, String> IN_TESTS =
            Map.of("group.consumer.heartbeat.interval.ms", "500", "group.consumer.min.heartbeat.interval.ms", "500");

    private final ServerDirectory directory;
    private final List<Integer> ports;
    private final List<Integer> controllerPorts;

    KafkaProperties(ServerDirectory directory, List<Integer> ports) {
        this.directory = directory;
        this.ports = ports;
        this.controllerPorts = ports.stream().map(port -> Ports.free()).toList();
    }

    static Path file(ServerDirectory directory, int node) {
        return directory.resolve("node-" + node + ".properties");
    }

    /** Writes a file per node. */
    void write() {
        try {
            for (int index = 0; index < ports.size(); index++) {
                StringWriter text = new StringWriter();
                properties(index).store(text, null);
                Files.writeString(file(directory, index + 1), text.toString());
            }
        } catch (IOException e) {
            throw LocalServerException.unusable("Kafka's directory cannot be written", directory.path(), e);
        }
    }

    private Properties properties(int index) {
        String replicas = String.valueOf(ports.size());
        String inSync = ports.size() == 1 ? "1" : String.valueOf(ports.size() - 1);
        Properties properties = new Properties();
        properties.putAll(FIXED);
        if (directory.isTemporary()) {
            properties.putAll(IN_TESTS);
        }
        properties.setProperty("node.id", String.valueOf(index + 1));
        properties.setProperty(
                "log.dirs", directory.resolve("node-" + (index + 1)).toString());
        properties.setProperty(
                "listeners",
                "BROKER://" + Ports.HOST + ":" + ports.get(index) + ",CONTROLLER://" + Ports.HOST + ":"
                        + controllerPorts.get(index));
        properties.setProperty("controller.quorum.voters", voters());
        properties.setProperty("default.replication.factor", replicas);
        properties.setProperty("min.insync.replicas", inSync);
        properties.setProperty("offsets.topic.replication.factor", replicas);
        properties.setProperty("transaction.state.log.replication.factor", replicas);
        properties.setProperty("transaction.state.log.min.isr", inSync);
        properties.setProperty("share.coordinator.state.topic.replication.factor", replicas);
        properties.setProperty("share.coordinator.state.topic.min.isr", inSync);
        return properties;
    }

    private String voters() {
        return IntStream.range(0, ports.size())
                .mapToObj(index -> (index + 1) + "@" + Ports.HOST + ":" + controllerPorts.get(index))
                .collect(Collectors.joining(","));
    }
}
