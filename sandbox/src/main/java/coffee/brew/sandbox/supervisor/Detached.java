package coffee.brew.sandbox.supervisor;

import coffee.brew.sandbox.stack.ChildProcess;
import coffee.brew.sandbox.stack.Orphans;
import coffee.brew.sandbox.stack.Progress;
import coffee.brew.sandbox.stack.SandboxException;
import coffee.brew.sandbox.stack.StackFolder;
import coffee.brew.sandbox.stack.StackState;
import coffee.brew.sandbox.stack.StackState.Phase;
import coffee.brew.sandbox.stack.StateFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts and ends the supervisor of a folder, from a command that does not stay. */
public final class Detached {
    /** What a supervisor ends its output with when it fails; the rest of the line is the reason. */
    public static final String ERROR = "error: ";

    private static final long POLL_MS = 100;
    private static final int DOWN_TIMEOUT_S = 240;

    private final Path directory;

    public Detached(Path directory) {
        this.directory = directory;
    }

    /** The stack, when its supervisor lives. */
    public Optional<StackState> find() {
        return new StateFile(directory).read().filter(state -> state.owner().isAlive());
    }

    /**
     * Starts a supervisor and returns when its stack is ready. When this process is told to end before that, the
     * supervisor is ended as well.
     *
     * @param command the program and its arguments
     * @return the exit code of a supervisor that failed; 0 when the stack is ready
     */
    public int start(List<String> command, Progress progress) {
        Path log = StackFolder.logs(directory).resolve("supervisor.log");
        Process supervisor = launch(command, log);
        Thread undo = new Thread(() -> end(supervisor), "undo-start");
        Runtime.getRuntime().addShutdownHook(undo);
        LogTail tail = new LogTail(log);
        while (supervisor.isAlive() && !isReady(supervisor.pid())) {
            tail.newLines().forEach(progress::step);
            sleep();
        }
        Runtime.getRuntime().removeShutdownHook(undo);
        tail.newLines().forEach(progress::step);
        return supervisor.isAlive() ? 0 : supervisor.exitValue();
    }

    /**
     * Ends the stack and cleans up after a supervisor that was killed.
     *
     * @return false when there was nothing to end
     */
    public boolean stop() {
        Optional<StackState> running = find();
        if (running.isEmpty()) {
            return Orphans.end(directory) > 0;
        }
        ChildProcess owner = running.get().owner();
        owner.find().ifPresent(ProcessHandle::destroy);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DOWN_TIMEOUT_S);
        while (owner.isAlive() && System.nanoTime() < deadline) {
            sleep();
        }
        owner.kill();
        Orphans.end(directory);
        return true;
    }

    private boolean isReady(long pid) {
        return new StateFile(directory)
                .read()
                .filter(state -> state.owner().pid() == pid)
                .filter(state -> state.phase() == Phase.READY)
                .isPresent();
    }

    private Process launch(List<String> command, Path log) {
        try {
            Files.createDirectories(log.getParent());
            Files.deleteIfExists(log);
            return new ProcessBuilder(inOwnSession(command))
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the supervisor", e);
        }
    }

    /** So that neither Ctrl-C nor the end of the terminal reaches it. */
    private static List<String> inOwnSession(List<String> command) {
        List<String> all = new ArrayList<>();
        all.add(Files.isExecutable(Path.of("/usr/bin/setsid")) ? "/usr/bin/setsid" : "nohup");
        all.addAll(command);
        return all;
    }

    private static void end(Process supervisor) {
        supervisor.destroy();
        try {
            if (!supervisor.waitFor(DOWN_TIMEOUT_S, TimeUnit.SECONDS)) {
                supervisor.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("interrupted", "", e);
        }
    }
}
