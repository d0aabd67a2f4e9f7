package coffee.brew.sandbox.stack;

import coffee.brew.infra.Standstill;
import coffee.brew.sandbox.stack.NodeState.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One service process and its life. Every method returns when what it says has happened; all are safe from any thread.
 */
public final class Node {
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(30);

    private final String name;
    private final NodeKind kind;
    private final int port;
    private final NodeProcess launcher;
    private final Duration readyTimeout;
    private final Runnable changed;

    private Status status = Status.STOPPED;

    @Nullable
    private Process process;

    Node(String name, int port, NodeProcess launcher, Duration readyTimeout, Runnable changed) {
        this.name = name;
        this.kind = NodeKind.of(name);
        this.port = port;
        this.launcher = launcher;
        this.readyTimeout = readyTimeout;
        this.changed = changed;
    }

    public String name() {
        return name;
    }

    public NodeKind kind() {
        return kind;
    }

    /** gRPC, health and metrics; of Kafka Connect, its REST interface. */
    public int port() {
        return port;
    }

    /** Host and port, as gRPC clients take it; empty when the node has no gRPC. */
    public String grpcAddress() {
        return kind.service().isPresent() ? "127.0.0.1:" + port : "";
    }

    /** Base address of health and metrics. */
    public String httpAddress() {
        return "http://127.0.0.1:" + port;
    }

    /** The metrics and health of this node. */
    public NodeProbe probe() {
        return new NodeProbe(httpAddress(), kind.readyPath());
    }

    public Path log() {
        return launcher.log();
    }

    /** The process id of the process that runs. */
    public synchronized long pid() {
        return running().pid();
    }

    public synchronized Status status() {
        if (process != null && !process.isAlive() && status != Status.STOPPED && status != Status.KILLED) {
            status = Status.CRASHED;
        }
        return status;
    }

    /** What the state file says of this node. */
    public synchronized NodeState state() {
        Process current = process;
        ChildProcess child = current != null && current.isAlive() ? ChildProcess.of(current.toHandle()) : null;
        return new NodeState(name, kind.module(), status(), grpcAddress(), httpAddress(), child, log().toString());
    }

    /** Starts the process and waits until it is ready. Only waits when it runs already. */
    public void start() {
        launch();
        awaitReady();
    }

    /** Starts the process without waiting; see {@link #awaitReady()}. */
    public void launch() {
        launch(Map.of());
    }

    /** As {@link #launch()}, with further environment variables for this once. */
    public void launch(Map<String, String> environment) {
        synchronized (this) {
            if (process != null && process.isAlive()) {
                requireNotPaused();
                return;
            }
            NodePorts.requireFree(port, name);
            process = launcher.start(environment);
            status = Status.STARTING;
        }
        changed.run();
    }

    /** It would not become ready. */
    private void requireNotPaused() {
        if (status == Status.PAUSED) {
            throw new SandboxException(name + " is paused", "let it go on with: ./brewctl resume " + name);
        }
    }

    /** Waits until the node says that it is ready; fails at once when its process ends. */
    public void awaitReady() {
        Process current = runningProcess();
        long deadline = System.nanoTime() + readyTimeout.toNanos();
        while (!probe().isReady()) {
            if (!current.isAlive()) {
                throw new SandboxException(
                        "%s ended while it started, with exit code %d".formatted(name, current.exitValue()),
                        "its last words are in " + log());
            }
            if (System.nanoTime() > deadline) {
                throw new SandboxException(
                        "%s is not ready after %d s".formatted(name, readyTimeout.toSeconds()), "see " + log());
            }
            pauseBriefly();
        }
        synchronized (this) {
            if (status == Status.STARTING && Processes.isSame(process, current)) {
                status = Status.RUNNING;
            }
        }
        changed.run();
    }

    /** SIGTERM, and waits for the orderly end. Does nothing when nothing runs. */
    public void stop() {
        Process current = signalStop();
        if (current == null) {
            return;
        }
        Duration timeout = launcher.stopTimeout().get();
        if (!Processes.awaitEnd(current, timeout)) {
            kill();
            throw new SandboxException(
                    "%s did not end %d s after SIGTERM and was killed".formatted(name, timeout.toSeconds()),
                    "see " + log());
        }
        launcher.ended().run();
        changed.run();
    }

    @Nullable
    private synchronized Process signalStop() {
        Process current = process;
        if (current == null || !current.isAlive()) {
            return null;
        }
        if (status == Status.PAUSED) {
            Processes.signal(current.pid(), "CONT");
        }
        status = Status.STOPPED;
        current.destroy();
        return current;
    }

    /** SIGKILL, and waits for the end. Does nothing when nothing runs. */
    public void kill() {
        Process current;
        synchronized (this) {
            current = process;
            if (current == null || !current.isAlive()) {
                return;
            }
            status = Status.KILLED;
            // Maven has started the service that it runs in dev mode.
            List<ProcessHandle> children = current.descendants().toList();
            current.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
        Processes.awaitEnd(current, KILL_TIMEOUT);
        changed.run();
    }

    /** SIGSTOP: the process stands still, its connections stay open. */
    public void pause() {
        synchronized (this) {
            long pid = running().pid();
            Processes.signal(pid, "STOP");
            Standstill.await(name, pid);
            status = Status.PAUSED;
        }
        changed.run();
    }

    /** SIGCONT after {@link #pause()}. */
    public void resume() {
        synchronized (this) {
            Processes.signal(running().pid(), "CONT");
            status = Status.RUNNING;
        }
        changed.run();
    }

    private synchronized Process runningProcess() {
        return running();
    }

    private Process running() {
        Process current = process;
        if (current == null || !current.isAlive()) {
            throw new NotRunningException("%s does not run".formatted(name), "start it with: ./brewctl start " + name);
        }
        return current;
    }

    private static void pauseBriefly() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("interrupted", "", e);
        }
    }
}
