package coffee.brew.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.contract.orders.v1.Order;
import coffee.brew.sandbox.check.Counts;
import coffee.brew.sandbox.check.Evidence;
import coffee.brew.sandbox.check.EvidenceReader;
import coffee.brew.sandbox.check.Findings;
import coffee.brew.sandbox.check.Invariants;
import coffee.brew.sandbox.check.PlacedOrder;
import coffee.brew.sandbox.check.Report;
import coffee.brew.sandbox.check.TopicRecord;
import coffee.brew.sandbox.client.OrderClient;
import coffee.brew.sandbox.stack.Database;
import coffee.brew.sandbox.stack.Node;
import coffee.brew.sandbox.stack.NodeState;
import coffee.brew.sandbox.stack.Service;
import coffee.brew.sandbox.stack.Stack;
import coffee.brew.sandbox.stack.StackOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One Brew for all fault tests: real services, PostgreSQL and Kafka, started by the first test and stopped after the
 * last. What one test does to it, the next one inherits, so every check covers the whole history.
 */
final class Brew implements BeforeEachCallback {
    static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Queue<PlacedOrder> acked = Shared.ACKED;

    private static final class Shared {
        static final Queue<PlacedOrder> ACKED = new ConcurrentLinkedQueue<>();
        static final OtlpReceiver SPANS = OtlpReceiver.start();
        static final Stack STACK = Stack.start(options());

        /** As in production: JSON logs, and traces, of which this receiver gets what a test asks for. */
        private static StackOptions options() {
            StackOptions options =
                    StackOptions.of(Path.of("..").toAbsolutePath().normalize(), directory());
            for (Service service : Service.values()) {
                options = options.withEnvironment(
                                service.prefix(), "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", SPANS.endpoint())
                        .withEnvironment(service.prefix(), "QUARKUS_OTEL_TRACES_SAMPLER_ARG", "0.0")
                        .withEnvironment(service.prefix(), "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "200ms")
                        .withEnvironment(service.prefix(), "QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true")
                        .withEnvironment(service.prefix(), "QUARKUS_LOG_CATEGORY__COFFEE_BREW__LEVEL", "DEBUG");
            }
            return options;
        }

        private static Path directory() {
            return Path.of("target", "brew").toAbsolutePath();
        }
    }

    /** Every test finds all nodes of the reference scenario at work, and none besides. */
    @Override
    public void beforeEach(ExtensionContext context) {
        context.getRoot().getStore(Namespace.GLOBAL).computeIfAbsent("brew", key -> stack());
        stack().nodes().stream()
                .filter(node -> !Service.DEFAULT_NODES.contains(node.name()))
                .forEach(Node::stop);
        stack().startNodes(Service.DEFAULT_NODES);
    }

    Stack stack() {
        return Shared.STACK;
    }

    /** What the nodes export of the calls whose caller asks for it. */
    OtlpReceiver spans() {
        return Shared.SPANS;
    }

    List<Node> runningNodes() {
        return stack().nodes().stream()
                .filter(node -> node.status() == NodeState.Status.RUNNING)
                .toList();
    }

    Node node(String name) {
        return stack().node(name);
    }

    Database database(Service service) {
        return stack().state().database(service);
    }

    /** A connection as the owner of the service's database: for looking, and for getting in the way. */
    Connection asOwner(Service service) throws SQLException {
        return database(service).connectAsOwner();
    }

    /** A client of those order nodes that run. */
    OrderClient client() {
        return new OrderClient(stack().state().nodes(Service.ORDER).stream()
                .filter(node -> node.status() == NodeState.Status.RUNNING)
                .map(NodeState::grpc)
                .toList());
    }

    void remember(Collection<PlacedOrder> orders) {
        acked.addAll(orders);
    }

    Counts counts() {
        return Counts.read(stack().state());
    }

    /** What the running nodes have met again and passed over. */
    long dedupHits() {
        return Report.dedupHits(stack().state());
    }

    /** What one node has met again and passed over since it started. */
    long dedupHits(String node) {
        return Report.dedupHits(node(node).httpAddress());
    }

    /** Waits until nothing is on its way any more, in any service. */
    Counts settle() {
        await("everything arrives everywhere")
                .atMost(TIMEOUT)
                .pollInterval(POLL)
                .until(() -> {
                    Counts counts = counts();
                    return counts.isConverged(counts.orders());
                });
        return counts();
    }

    /** Waits for rest, checks the whole history, and returns what was found on the way. */
    Outcome verify() {
        settle();
        Evidence evidence = EvidenceReader.read(stack().state());
        Findings findings = Invariants.settled(List.copyOf(acked), evidence);
        assertThat(findings.problems()).isEmpty();
        return new Outcome(evidence, findings);
    }

    /** A state of rest in which every promise was kept. */
    record Outcome(Evidence evidence, Findings findings) {
        long duplicatesOnTopic() {
            return findings.duplicatesOnTopic();
        }

        /** Which nodes sent events of these orders. */
        List<String> publishersOf(Collection<Order> orders) {
            Set<String> ids = orders.stream().map(Order::getId).collect(Collectors.toSet());
            return evidence.topic().stream()
                    .filter(copy -> ids.contains(copy.orderId()))
                    .map(TopicRecord::publisherNode)
                    .distinct()
                    .sorted()
                    .toList();
        }
    }
}
