package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.stack.NodeState;
import coffee.brew.sandbox.stack.NodeState.Status;
import coffee.brew.sandbox.stack.SandboxException;
import coffee.brew.sandbox.stack.Service;
import coffee.brew.sandbox.stack.StackState;
import coffee.brew.sandbox.stack.StackState.Phase;
import coffee.brew.sandbox.supervisor.ControlClient;
import coffee.brew.sandbox.supervisor.Detached;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = {
            "Starts a stack to play with and leaves it running: PostgreSQL, Kafka and six nodes, on loopback only.",
            "",
            "order-1 listens on port 50081, order-2 on 50082, query-1 on 50062, everything else on free ports; 'status'"
                    + " shows them. Data stay in .brew/ when the stack goes down, until 'reset'. When a stack runs"
                    + " already, the nodes that are missing are started. What is started later reads the topic from"
                    + " the beginning and catches up.",
            "",
            "With --dev, one service runs from its sources in Quarkus' dev mode, as its first node alone: a changed"
                    + " class is live at the next call. The others run as they were packaged. While it runs, ./brewctl"
                    + " builds nothing."
        },
        footer = {
            "  ./brewctl up",
            "  ./brewctl up --only order-1          then, when there are orders: ./brewctl start query-1",
            "  ./brewctl up --port order-1=50181 --port query-1=0",
            "  ./brewctl up --dev order-service     then, after a change: ./brewctl order create"
        })
final class UpCommand implements Callable<Integer> {
    /** Where the reference has its nodes. */
    static final Map<String, Integer> PORTS = Map.of("order-1", 50_081, "order-2", 50_082, "query-1", 50_062);

    private static final int PORT_MAX = 65_535;

    /** Exit codes beyond are the system's: a signal ended the process. */
    private static final int SIGNALS = 128;

    private static final Set<Status> STANDING = Set.of(Status.STARTING, Status.RUNNING, Status.PAUSED);

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Option(
            names = "--only",
            paramLabel = "NODE",
            split = ",",
            description = "Start these nodes and no others; names are order-N, inventory-N, notification-N, query-N.")
    private List<String> only = List.of();

    @Option(
            names = "--brokers",
            paramLabel = "N",
            description = "Kafka brokers: 1, or 3 with replication (default: 1).")
    @Nullable
    private Integer brokers;

    @Option(names = "--port", paramLabel = "NODE=PORT", description = "Another port for a node; 0: a free one.")
    private Map<String, Integer> ports = Map.of();

    @Option(names = "--native", description = "Run the services as native executables, where they were built.")
    private boolean natively;

    @Option(
            names = "--dev",
            paramLabel = "SERVICE",
            description = "Run this one in dev mode: order-service, inventory-service, notification-service or"
                    + " query-service.")
    @Nullable
    private String dev;

    @Override
    public Integer call() {
        requireValid();
        Housekeeping.sweep();
        Detached supervisor = Workspace.supervisor();
        Optional<StackState> running = supervisor.find();
        if (running.isPresent()) {
            completeRunning(running.get());
        } else {
            int failure = start(supervisor);
            if (failure != 0) {
                return failure;
            }
        }
        StackState state = Workspace.running();
        StatusView view = StatusView.of(state);
        output.result(view, () -> StatusView.text(state));
        requireNoneCrashed(view);
        return ExitCodes.OK;
    }

    /** The supervisor says what is wrong, if it can: its log may be on a disk that is full. */
    private int start(Detached supervisor) {
        AtomicBoolean told = new AtomicBoolean();
        int failure = supervisor.start(superviseCommand(), line -> {
            output.say(line);
            told.compareAndSet(false, line.startsWith(Errors.PREFIX));
        });
        if (failure != 0 && !told.get()) {
            throw new SandboxException(
                    "the stack was not started: its supervisor ended with exit code " + failure,
                    Errors.room().orElse("see: ./brewctl logs supervisor"));
        }
        return failure > SIGNALS ? ExitCodes.ENVIRONMENT : failure;
    }

    /** A node that lost its port to a process of somebody else may have been answered for by that. */
    private static void requireNoneCrashed(StatusView view) {
        for (StatusView.NodeView node : view.nodes()) {
            if (node.status().equals(Status.CRASHED.name())) {
                throw new SandboxException(
                        node.name() + " was started and ended; the others run",
                        "its last words: ./brewctl logs " + node.name());
            }
        }
    }

    private void requireValid() {
        try {
            only.forEach(Service::ofNode);
            if (dev != null) {
                Service.ofModule(dev);
            }
            ports.keySet().forEach(Service::ofNode);
            ports.forEach(UpCommand::requirePort);
        } catch (IllegalArgumentException e) {
            throw output.usage(String.valueOf(e.getMessage()));
        }
        if (brokers != null && brokers != 1 && brokers != 3) {
            throw output.usage("--brokers must be 1 or 3, not " + brokers);
        }
    }

    private static void requirePort(String node, int port) {
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("--port: %s cannot listen on %d; ports are 1 to %d, and 0 for a free one"
                    .formatted(node, port, PORT_MAX));
        }
    }

    private void completeRunning(StackState running) {
        if (running.phase() != Phase.READY) {
            throw new SandboxException(
                    "a stack is just being started or stopped", "wait a little, then: ./brewctl status");
        }
        requireNothingElse(running);
        output.say("a stack is running already");
        ControlClient control = new ControlClient(running);
        for (String name : nodes()) {
            boolean stands =
                    running.nodes().stream().anyMatch(node -> node.name().equals(name) && isStanding(node));
            if (!stands) {
                output.say("starting " + name);
                control.node(name, "start");
            }
        }
    }

    /** What a stack was started with, it keeps. */
    private void requireNothingElse(StackState running) {
        String kept = null;
        if (natively || dev != null) {
            kept = "its nodes keep the form that they were started in";
        } else if (brokers != null && brokers != running.brokers()) {
            kept = "it keeps its number of brokers, " + running.brokers();
        } else if (!ports.entrySet().stream().allMatch(port -> port.getValue() == 0 || listens(running, port))) {
            kept = "its nodes keep their ports";
        }
        if (kept != null) {
            throw new SandboxException("a stack is running already, and " + kept, "end it with: ./brewctl down");
        }
    }

    private static boolean listens(StackState running, Map.Entry<String, Integer> port) {
        return running.nodes().stream()
                .anyMatch(
                        node -> node.name().equals(port.getKey()) && node.grpc().endsWith(":" + port.getValue()));
    }

    /** A node that died by itself still stands in the state file as it was. */
    private static boolean isStanding(NodeState node) {
        return STANDING.contains(node.status())
                && node.process() != null
                && node.process().isAlive();
    }

    /** In dev mode, one node of its service: two versions of it side by side would confuse more than they show. */
    private List<String> nodes() {
        if (!only.isEmpty()) {
            return only;
        }
        String developed = dev == null ? "" : Service.ofModule(dev).prefix();
        return Service.DEFAULT_NODES.stream()
                .filter(node -> !node.startsWith(developed + "-") || node.equals(developed + "-1"))
                .toList();
    }

    private List<String> superviseCommand() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Dbrew.project=" + Workspace.project());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Brewctl.class.getName(), "supervise"));
        command.addAll(List.of(
                "--nodes", String.join(",", nodes()), "--brokers", Integer.toString(brokers == null ? 1 : brokers)));
        if (natively) {
            command.add("--native");
        }
        if (dev != null) {
            command.addAll(List.of("--dev", dev));
        }
        Map<String, Integer> all = new TreeMap<>(PORTS);
        all.putAll(ports);
        all.forEach((node, port) -> command.addAll(List.of("--port", node + "=" + port)));
        return command;
    }
}
