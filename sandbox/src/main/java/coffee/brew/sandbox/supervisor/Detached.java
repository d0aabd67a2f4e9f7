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
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Starts and ends the supervisor of a folder, from a command that does not stay. */
public final class Detached {
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
     * @throws SandboxException when somebody else is starting one
     */
    public int start(List<String> command, Progress progress) {
        return alone(() -> startAlone(command, progress));
    }

    private int startAlone(List<String> command, Progress progress) {
        Path log = StackFolder.logs(directory).resolve("supervisor.log");
        Process supervisor = launch(command, log);
        Thread undo = new Thread(() -> end(supervisor), "undo-start");
        Runtime.getRuntime().addShutdownHook(undo);
        LogTail tail = new LogTail(log);
        while (supervisor.isAlive() && !isReady(supervisor.pid())) {
            tail.newLines().forEach(progress::step);
            sleep();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(undo);
        } catch (IllegalStateException e) {
            throw new SandboxException("interrupted", "", e);
        }
        tail.newLines().forEach(progress::step);
        return supervisor.isAlive() ? 0 : supervisor.exitValue();
    }

    /** While nobody starts or runs a stack in this folder, and keeps others from it. */
    private <T> T alone(Supplier<T> action) {
        try (FileChannel lock = openLock()) {
            // Looked for again: another one may have been ready a moment ago.
            if (lock.tryLock() == null || find().isPresent()) {
                throw new SandboxException(
                        "another ./brewctl is just starting this stack", "wait a little, then see: ./brewctl status");
            }
            return action.get();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + lockFile(), e);
        }
    }

    /**
     * Ends the stack and cleans up after a supervisor that was killed.
     *
     * @return false when there was nothing to end
     */
    public boolean stop() {
        Optional<StackState> running = findOrAwait();
        if (running.isEmpty()) {
            return Orphans.end(directory) > 0;
        }
        ChildProcess owner = running.get().owner();
        owner.find().ifPresent(ProcessHandle::destroy);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DOWN_TIMEOUT_S);
        // Whoever waits for its start sees a moment later that it has ended.
        while ((owner.isAlive() || isBeingStarted()) && System.nanoTime() < deadline) {
            sleep();
        }
        owner.kill();
        Orphans.end(directory);
        return true;
    }

    /**
     * Ends the stack, throws away its data and logs, and lets nobody start another one meanwhile.
     *
     * @return false when there was nothing to end
     */
    public boolean reset() {
        boolean stopped = stop();
        return alone(() -> {
            StackFolder.deleteData(directory);
            StackFolder.delete(StackFolder.logs(directory));
            return stopped;
        });
    }

    /** The stack; of a supervisor that somebody has launched a moment ago, as soon as it says that it is there. */
    private Optional<StackState> findOrAwait() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DOWN_TIMEOUT_S);
        Optional<StackState> found = find();
        while (found.isEmpty() && isBeingStarted() && System.nanoTime() < deadline) {
            sleep();
            found = find();
        }
        return found;
    }

    private boolean isBeingStarted() {
        if (!Files.exists(lockFile())) {
            return false;
        }
        try (FileChannel lock = openLock()) {
            return lock.tryLock() == null;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot see whether the stack is being started", e);
        }
    }

    private FileChannel openLock() throws IOException {
        Files.createDirectories(directory);
        return FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** Locked by whoever starts a supervisor, until the stack is ready; a lock ends with its process. */
    private Path lockFile() {
        return directory.resolve("up.lock");
    }

    private boolean isReady(long pid) {
        return new StateFile(directory)
                .read()
                .filter(state -> state.owner().pid() == pid)
                .filter(state -> state.phase() == Phase.READY)
                .isPresent();
    }

    private static Process launch(List<String> command, Path log) {
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
