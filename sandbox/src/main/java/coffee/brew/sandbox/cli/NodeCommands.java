package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.stack.FewAtOnce;
import coffee.brew.sandbox.stack.NodeKind;
import coffee.brew.sandbox.stack.StackState;
import coffee.brew.sandbox.supervisor.ControlClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands that do something to nodes. Each returns when it is done. */
final class NodeCommands {
    private NodeCommands() {}

    abstract static class NodeCommand implements Runnable {
        private final String action;

        @Mixin
        @SuppressWarnings("NullAway.Init")
        private Output output;

        @Parameters(paramLabel = "NODE", arity = "1..*", description = "For instance order-1 or inventory-2.")
        private List<String> names = List.of();

        NodeCommand(String action) {
            this.action = action;
        }

        @Override
        public void run() {
            try {
                names.forEach(NodeKind::of);
            } catch (IllegalArgumentException e) {
                throw output.usage(String.valueOf(e.getMessage()));
            }
            ControlClient control = new ControlClient(Workspace.running());
            FewAtOnce.forEach(names, name -> control.node(name, action));
            StackState state = Workspace.running();
            List<StatusView.NodeView> nodes = state.nodes().stream()
                    .filter(node -> names.contains(node.name()))
                    .map(StatusView.NodeView::of)
                    .toList();
            output.result(nodes, () -> table(nodes));
        }

        private static String table(List<StatusView.NodeView> nodes) {
            Table table = new Table("NODE", "STATUS", "PID", "GRPC OR HTTP");
            nodes.forEach(node -> table.row(
                    node.name(),
                    node.status(),
                    node.pid() == null ? "-" : node.pid(),
                    node.grpc().isEmpty() ? node.http() : node.grpc()));
            return table.text();
        }
    }

    @Command(
            name = "start",
            description = "Starts nodes and waits until they are ready; also nodes that the stack did not have so far.",
            footer = {"  ./brewctl start inventory-1", "  ./brewctl start order-3"})
    static final class Start extends NodeCommand {
        Start() {
            super("start");
        }
    }

    @Command(
            name = "stop",
            description = "Stops nodes in good order (SIGTERM) and waits until they are gone.",
            footer = "  ./brewctl stop query-1")
    static final class Stop extends NodeCommand {
        Stop() {
            super("stop");
        }
    }

    @Command(
            name = "kill",
            description = "Kills nodes (SIGKILL), as a crash would.",
            footer = "  ./brewctl kill inventory-1 && ./brewctl groups")
    static final class Kill extends NodeCommand {
        Kill() {
            super("kill");
        }
    }

    @Command(
            name = "pause",
            description = "Halts nodes (SIGSTOP): they stand still, their connections stay open.",
            footer = "  ./brewctl pause order-1")
    static final class Pause extends NodeCommand {
        Pause() {
            super("pause");
        }
    }

    @Command(name = "resume", description = "Lets paused nodes go on (SIGCONT).", footer = "  ./brewctl resume order-1")
    static final class Resume extends NodeCommand {
        Resume() {
            super("resume");
        }
    }
}
