package coffee.brew.sandbox.stack;

import coffee.brew.infra.Standstill;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process that somebody started, so named that it can be found again after its owner's death: process ids are reused,
 * a process id with its start time is not.
 *
 * @param pid the process id
 * @param started where there is {@code /proc}, in the kernel's ticks since the boot: no change of the clock moves them;
 *     elsewhere in Unix milliseconds
 */
public record ChildProcess(long pid, long started) {
    /** Of Unix milliseconds: the clock is adjusted. */
    private static final long TOLERANCE_MS = 2_000;

    /** In {@code /proc/PID/stat}, behind the program's name, which may have blanks in it; see proc(5). */
    private static final int START_TIME = 19;

    private static final long DEATH_TIMEOUT_S = 20;
    private static final long POLL_MS = 20;

    /** The process as it is now. */
    public static ChildProcess of(ProcessHandle handle) {
        return new ChildProcess(handle.pid(), startTime(handle.pid()).orElseGet(() -> handle.info()
                .startInstant()
                .orElseGet(Instant::now)
                .toEpochMilli()));
    }

    /** The process, when it still runs. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> isTheSame(handle) && !Standstill.isZombie(pid));
    }

    /** The process, when it still runs, and what it has started: Maven has the service that it runs in dev mode. */
    Stream<ProcessHandle> family() {
        return find().stream().flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()));
    }

    @JsonIgnore
    public boolean isAlive() {
        return find().isPresent();
    }

    /**
     * SIGKILL, and waits for the end.
     *
     * @return false when there was nothing to kill
     */
    public boolean kill() {
        Optional<ProcessHandle> process = find();
        process.ifPresent(handle -> {
            family().toList().forEach(ProcessHandle::destroyForcibly);
            awaitEnd();
        });
        return process.isPresent();
    }

    private boolean isTheSame(ProcessHandle handle) {
        return startTime(pid).map(ticks -> ticks == started).orElseGet(() -> handle.info()
                .startInstant()
                .map(start -> Math.abs(start.toEpochMilli() - started) <= TOLERANCE_MS)
                .orElse(false));
    }

    private void awaitEnd() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEATH_TIMEOUT_S);
        while (isAlive()) {
            if (System.nanoTime() > deadline) {
                throw new SandboxException("process %d does not end".formatted(pid), "look at it with: ps -fp " + pid);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Empty where there is no {@code /proc}, and when the process is gone. */
    private static Optional<Long> startTime(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return Optional.of(
                    Long.valueOf(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[START_TIME]));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
