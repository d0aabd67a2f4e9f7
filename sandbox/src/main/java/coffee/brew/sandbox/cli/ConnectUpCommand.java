package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.stack.NodeKind;
import coffee.brew.sandbox.stack.NodeState;
import coffee.brew.sandbox.stack.SandboxException;
import coffee.brew.sandbox.stack.StackState;
import coffee.brew.sandbox.supervisor.ControlClient;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "up",
        description = {
            "Starts connect-1, a worker of Kafka Connect with the gRPC source connector, beside the running stack, and"
                    + " shows how to create a connector.",
            "",
            "From then on it is a node like others: status, logs, stop, kill and start take its name, 'down' stops it."
                    + " Its connectors and their positions are in Kafka and stay until 'reset'."
        },
        footer = {"  ./brewctl connect up", "  ./brewctl start connect-2      a second worker; they share the tasks"})
final class ConnectUpCommand implements Runnable {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Override
    public void run() {
        StackState before = Workspace.running();
        output.say("starting " + NodeKind.FIRST_WORKER);
        new ControlClient(before).node(NodeKind.FIRST_WORKER, "start");
        StackState state = Workspace.running();
        NodeState worker = state.nodes().stream()
                .filter(node -> node.name().equals(NodeKind.FIRST_WORKER))
                .findFirst()
                .orElseThrow(() -> new SandboxException("the worker is gone again", "see: ./brewctl status"));
        Map<String, String> config = example(state);
        output.result(
                Map.of("name", worker.name(), "rest", worker.http(), "log", worker.log(), "example", config),
                () -> text(worker, config));
    }

    /** Reads the health of a node that has gRPC, as a stream: every change of it becomes a record. */
    private static Map<String, String> example(StackState state) {
        String grpc = state.nodes().stream()
                .map(NodeState::grpc)
                .filter(address -> !address.isEmpty())
                .findFirst()
                .orElse("127.0.0.1:50051");
        int colon = grpc.lastIndexOf(':');
        return new TreeMap<>(Map.of(
                "connector.class", "coffee.brew.connect.grpc.GrpcSourceConnector",
                "tasks.max", "1",
                "kafka.topic", "brew.health",
                "topic.creation.default.partitions", "1",
                "topic.creation.default.replication.factor", Integer.toString(state.brokers()),
                "grpc.server.host", grpc.substring(0, colon),
                "grpc.server.port", grpc.substring(colon + 1),
                "grpc.service.name", "grpc.health.v1.Health",
                "grpc.method.name", "Watch"));
    }

    private static String text(NodeState worker, Map<String, String> config) {
        StringBuilder json = new StringBuilder("{");
        config.forEach((key, value) ->
                json.append(json.length() == 1 ? "" : ",").append("\n    \"%s\": \"%s\"".formatted(key, value)));
        return String.join(
                System.lineSeparator(),
                List.of(
                        "%s is ready at %s".formatted(worker.name(), worker.http()),
                        "",
                        "Create a connector, for instance one that reads a node's health, as a stream:",
                        "  curl -X PUT -H 'Content-Type: application/json' %s/connectors/health/config -d '%s}'"
                                .formatted(worker.http(), json),
                        "  curl %s/connectors/health/status".formatted(worker.http()),
                        "",
                        "All keys: kafka-connect-grpc/CONFIGURATION.md. Its log: ./brewctl logs " + worker.name()));
    }
}
