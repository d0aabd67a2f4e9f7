package coffee.brew.sandbox.stack;

import coffee.brew.infra.LocalKafka;
import coffee.brew.infra.LocalPostgres;
import coffee.brew.infra.LocalServerException;
import coffee.brew.infra.Ports;
import coffee.brew.infra.Watchdog;
import coffee.brew.sandbox.stack.StackState.Phase;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A running Brew. Owned by this process: nodes and servers end with it, also when it is killed.
 *
 * <pre>
 * try (Stack stack = Stack.start(StackOptions.of(project, directory))) {
 *     stack.node("inventory-1").kill();
 *     Invariants.check(stack.state(), acked);
 * }
 * </pre>
 *
 * Safe from any thread.
 */
public final class Stack implements AutoCloseable {
    private final StackOptions options;
    private final StateFile file;
    private final NodePorts ports;
    private final Servers servers;
    private final Distribution distribution;
    private final ServicePrograms programs;
    private final Watchdog watchdog = new Watchdog("KILL", null);
    private final Map<String, Node> nodes = new TreeMap<>();
    private volatile Phase phase = Phase.STARTING;
    private volatile StackState.@Nullable Control control;

    private Stack(StackOptions options, StateFile file, NodePorts ports, Servers servers) {
        this.options = options;
        this.file = file;
        this.ports = ports;
        this.servers = servers;
        this.distribution = new Distribution(options.project());
        this.programs = new ServicePrograms(options.project(), options.launch());
    }

    /** Starts servers and nodes and returns when all are ready. When something fails, all of it is stopped again. */
    public static Stack start(StackOptions options) {
        return start(options, stack -> {});
    }

    /** As {@link #start(StackOptions)}; hands the stack out before its nodes start, so that somebody can end it. */
    public static Stack start(StackOptions options, Consumer<Stack> created) {
        StackFolder.create(options.directory());
        Orphans.end(options.directory());
        if (!options.keepData()) {
            StackFolder.deleteData(options.directory()); // of one that was killed
        }
        options.nodes().forEach(new ServicePrograms(options.project(), options.launch())::require);
        NodePorts ports = NodePorts.keep(options.fixedPorts());
        StateFile file = new StateFile(options.directory());
        Stack stack;
        try {
            // Who looks for a stack finds this one from now on, and not a folder that nobody seems to use.
            file.write(StackState.starting(options.brokers()));
            stack = new Stack(options, file, ports, Servers.start(options));
        } catch (RuntimeException e) {
            ports.close();
            file.delete();
            throw e;
        }
        try {
            stack.save();
            created.accept(stack);
            stack.startNodes(options.nodes());
            stack.enter(Phase.READY);
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /**
     * A node by its name; one that was not started yet gets a port and can be started.
     *
     * @throws IllegalArgumentException when no service has nodes of that name
     */
    public Node node(String name) {
        synchronized (nodes) {
            return nodes.computeIfAbsent(name, this::newNode);
        }
    }

    /** All nodes that were asked for so far. */
    public List<Node> nodes() {
        synchronized (nodes) {
            return List.copyOf(nodes.values());
        }
    }

    /** Starts nodes, a few at once, and returns when all are ready. */
    public void startNodes(Collection<String> names) {
        FewAtOnce.forEach(names, name -> startNode(node(name)));
    }

    private void startNode(Node node) {
        requireNotStopping();
        long begin = System.nanoTime();
        options.progress().step("starting " + node.name());
        node.start();
        options.progress()
                .step("%s is ready at %s after %.1f s"
                        .formatted(node.name(), node.httpAddress(), (System.nanoTime() - begin) / 1e9));
    }

    public LocalPostgres postgres() {
        return servers.postgres();
    }

    public LocalKafka kafka() {
        return servers.kafka();
    }

    /** What an outside tool has to know; see {@link StateFile}. */
    public StackState state() {
        return new StackState(
                phase,
                ChildProcess.of(ProcessHandle.current()),
                control,
                options.brokers(),
                servers.kafka().bootstrapServers(),
                servers.processes(),
                servers.describeDatabases(),
                nodes().stream().map(Node::state).toList());
    }

    /** Tells the state file how this process is reached. */
    public void announce(StackState.Control value) {
        control = value;
        save();
    }

    public Path directory() {
        return options.directory();
    }

    /**
     * Stops the nodes in good order, then the servers; from its beginning on no node is started any more. What is not
     * wanted any more is deleted.
     */
    @Override
    public synchronized void close() {
        if (phase == Phase.STOPPING) {
            return;
        }
        enter(Phase.STOPPING);
        try {
            StackShutdown.stopAll(nodes());
            watchdog.dismiss(); // not when that failed: it ends what is left, once this process is gone
        } finally {
            servers.close();
            ports.close();
            file.delete();
            if (!options.keepData()) {
                StackFolder.deleteData(options.directory());
            }
        }
    }

    /** A node asks while it is locked, as for its stop: what is launched before is stopped, later there is no launch. */
    private void requireNotStopping() {
        if (phase == Phase.STOPPING) {
            throw new SandboxException("the stack is being stopped", "start it again with: ./brewctl up");
        }
    }

    private void enter(Phase next) {
        phase = next;
        save();
    }

    private void save() {
        try {
            write();
        } catch (UncheckedIOException | LocalServerException e) {
            if (phase != Phase.STOPPING) {
                throw e;
            }
            // On a full disk too, what runs is stopped; the file names some processes too many then.
        }
    }

    private void write() {
        synchronized (file) {
            StackState state = state();
            watchdog.guard(state.nodes().stream()
                    .map(NodeState::process)
                    .filter(Objects::nonNull)
                    .flatMap(ChildProcess::family)
                    .map(ProcessHandle::pid)
                    .toList());
            file.write(state);
        }
    }

    private Node newNode(String name) {
        NodeKind kind = NodeKind.of(name);
        int wanted = options.ports().getOrDefault(name, 0);
        int port = wanted == 0 ? Ports.free() : wanted;
        Path log = StackFolder.logs(options.directory()).resolve(name + ".log");
        NodeProcess process = kind.service()
                .map(service -> NodeProcess.of(new ServiceProcess(
                        () -> programs.program(service, port, options.mayLearn(name)),
                        log,
                        NodeEnvironment.of(options, servers, name, service, port))))
                .orElseGet(() -> connectWorker().process(name, port, log));
        return new Node(name, port, process.onlyAfter(this::requireNotStopping), options.readyTimeout(), this::save);
    }

    private ConnectWorker connectWorker() {
        return new ConnectWorker(
                distribution, options.directory(), servers.kafka().bootstrapServers(), options.brokers());
    }
}
