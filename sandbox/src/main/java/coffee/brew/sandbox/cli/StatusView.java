package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.stack.Database;
import coffee.brew.sandbox.stack.NodeState;
import coffee.brew.sandbox.stack.StackFolder;
import coffee.brew.sandbox.stack.StackState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A running stack as {@code status} shows it; the JSON has every address and credential that an outside tool needs.
 *
 * @param databases by service
 */
record StatusView(
        boolean running,
        @Nullable String phase,
        long supervisorPid,
        @Nullable String kafkaBootstrapServers,
        int brokers,
        Map<String, Database> databases,
        List<NodeView> nodes) {

    private static final String ORDER =
            """
            {"customer_id":"cus-007","amount_cents":2599,"currency":"EUR","tenant_id":"tenant-a","request_id":"try-1"}""";

    /** @param ready what the node says of itself, now */
    record NodeView(
            String name,
            String service,
            String status,
            boolean ready,
            @Nullable Long pid,
            String grpc,
            String http,
            String log) {

        static NodeView of(NodeState node) {
            var process = node.process();
            boolean runs = process != null && process.isAlive();
            boolean lives = node.status() == NodeState.Status.STARTING || node.status() == NodeState.Status.RUNNING;
            String status = lives && !runs
                    ? NodeState.Status.CRASHED.name()
                    : node.status().name();
            return new NodeView(
                    node.name(),
                    node.service(),
                    status,
                    lives && runs && node.probe().isReady(),
                    process == null ? null : process.pid(),
                    node.grpc(),
                    node.http(),
                    node.log());
        }
    }

    static StatusView of(StackState state) {
        return new StatusView(
                true,
                state.phase().name(),
                state.owner().pid(),
                state.kafka(),
                state.brokers(),
                state.databases(),
                state.nodes().stream().map(NodeView::of).toList());
    }

    static StatusView nothing() {
        return new StatusView(false, null, 0, null, 0, Map.of(), List.of());
    }

    /** Tables of addresses, and a call to paste. */
    static String text(StackState state) {
        StatusView view = of(state);
        Table nodes = new Table("NODE", "STATUS", "READY", "PID", "GRPC", "HEALTH AND METRICS");
        for (NodeView node : view.nodes) {
            nodes.row(
                    node.name,
                    node.status,
                    node.ready ? "yes" : "no",
                    node.pid == null ? "-" : node.pid,
                    node.grpc.isEmpty() ? "-" : node.grpc,
                    node.http + (node.grpc.isEmpty() ? "/connectors" : "/q/health, /q/metrics"));
        }
        Table databases = new Table("DATABASE", "ROLE", "JDBC URL");
        view.databases
                .values()
                .forEach(database -> databases.row(database.name(), database.role(), database.jdbcUrl()));
        List<String> parts = new ArrayList<>(List.of(nodes.text(), "", databases.text(), ""));
        if (state.phase() != StackState.Phase.READY) {
            parts.addAll(0, List.of("The stack is " + state.phase(), ""));
        }
        parts.add("Kafka           " + view.kafkaBootstrapServers);
        parts.add("Passwords       ./brewctl status --output json");
        parts.add("Logs            " + StackFolder.logs(Workspace.brew()));
        parts.addAll(call(view));
        return String.join(System.lineSeparator(), parts);
    }

    private static List<String> call(StatusView view) {
        return view.nodes.stream()
                .filter(node -> node.ready && node.name.startsWith("order-"))
                .findFirst()
                .map(node -> List.of(
                        "",
                        "Place an order:",
                        "  grpcurl -plaintext -d '%s' %s orders.v1.OrderService/Create"
                                .formatted(ORDER, node.grpc.replace("127.0.0.1", "localhost")),
                        "  ./brewctl order create"))
                .orElse(List.of());
    }
}
