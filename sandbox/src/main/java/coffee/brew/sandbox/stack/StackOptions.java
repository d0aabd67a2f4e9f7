package coffee.brew.sandbox.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What to start, and where.
 *
 * @param project the root of the source tree, where the packaged services are
 * @param directory the stack's own folder: state, logs, data
 * @param nodes which nodes to start; more can be started later
 * @param brokers 1, or 3 with replication factor 3
 * @param ports fixed ports by node name; 0, and every other node: a free one
 * @param environment further environment variables by node name or by {@link Service#prefix()}
 * @param launch in which form the services run
 * @param keepData whether the databases and topics outlive {@link Stack#close()}
 * @param readyTimeout how long a node may take to become ready
 * @param progress where the start says what it is doing
 */
public record StackOptions(
        Path project,
        Path directory,
        List<String> nodes,
        int brokers,
        Map<String, Integer> ports,
        Map<String, Map<String, String>> environment,
        Launch launch,
        boolean keepData,
        Duration readyTimeout,
        Progress progress) {

    private static final Duration READY_TIMEOUT = Duration.ofMinutes(4);
    private static final Set<Integer> BROKERS = Set.of(1, 3);

    public StackOptions {
        nodes = List.copyOf(nodes);
        nodes.forEach(NodeKind::of);
        ports = Map.copyOf(ports);
        environment = Map.copyOf(environment);
        if (!BROKERS.contains(brokers)) {
            throw new IllegalArgumentException("brokers must be 1 or 3, not " + brokers);
        }
    }

    /** The reference scenario on free ports, with one broker and data that are thrown away. */
    public static StackOptions of(Path project, Path directory) {
        return new StackOptions(
                project,
                directory,
                Service.DEFAULT_NODES,
                1,
                Map.of(),
                Map.of(),
                Launch.PACKAGED,
                false,
                READY_TIMEOUT,
                Progress.SILENT);
    }

    /** The ports of nodes to start that may not be just any. */
    Map<String, Integer> fixedPorts() {
        return ports.entrySet().stream()
                .filter(entry -> entry.getValue() != 0 && nodes.contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** One node of each service, the last: whoever kills nodes begins with the first. */
    boolean mayLearn(String node) {
        String service = node.substring(0, node.indexOf('-') + 1);
        return launch.learning()
                && nodes.stream()
                        .filter(name -> name.startsWith(service))
                        .reduce((first, second) -> second)
                        .filter(node::equals)
                        .isPresent();
    }

    public StackOptions withNodes(List<String> value) {
        return new StackOptions(
                project, directory, value, brokers, ports, environment, launch, keepData, readyTimeout, progress);
    }

    public StackOptions withBrokers(int value) {
        return new StackOptions(
                project, directory, nodes, value, ports, environment, launch, keepData, readyTimeout, progress);
    }

    public StackOptions withPorts(Map<String, Integer> value) {
        return new StackOptions(
                project, directory, nodes, brokers, value, environment, launch, keepData, readyTimeout, progress);
    }

    /** Adds an environment variable for one node ({@code order-1}) or all of a service ({@code order}). */
    public StackOptions withEnvironment(String nodeOrService, String name, String value) {
        Map<String, Map<String, String>> all = new HashMap<>(environment);
        Map<String, String> own = new HashMap<>(all.getOrDefault(nodeOrService, Map.of()));
        own.put(name, value);
        all.put(nodeOrService, Map.copyOf(own));
        return new StackOptions(
                project, directory, nodes, brokers, ports, all, launch, keepData, readyTimeout, progress);
    }

    public StackOptions withLaunch(Launch value) {
        return new StackOptions(
                project, directory, nodes, brokers, ports, environment, value, keepData, readyTimeout, progress);
    }

    /** Services that run for a minute or two: quick to start, and slower at what they would do for hours. */
    public StackOptions withShortLives() {
        StackOptions options = this;
        for (Service service : Service.values()) {
            options = options.withEnvironment(service.prefix(), "JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        }
        return options;
    }

    public StackOptions withKeptData() {
        return new StackOptions(
                project, directory, nodes, brokers, ports, environment, launch, true, readyTimeout, progress);
    }

    public StackOptions withProgress(Progress value) {
        return new StackOptions(
                project, directory, nodes, brokers, ports, environment, launch, keepData, readyTimeout, value);
    }
}
