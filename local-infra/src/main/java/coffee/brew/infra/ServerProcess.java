package coffee.brew.infra;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** A server as an operating system process, known by its pid, with a log file. */
final class ServerProcess {
    static final String FREE_PROCESSES = "end some programs: memory or processes have run out (free -m; ulimit -u)";

    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);
    private static final int POLL_INTERVAL_MS = 5;

    private final String name;
    private final long pid;
    private final Optional<ProcessHandle> handle;
    private final Path log;

    private ServerProcess(String name, long pid, Optional<ProcessHandle> handle, Path log) {
        this.name = name;
        this.pid = pid;
        this.handle = handle;
        this.log = log;
    }

    /**
     * A process that was started earlier, perhaps by another JVM. When it is gone and its pid belongs to somebody
     * else by now, who does not name the directory on the command line, it counts as ended. So does one that was started
     * this moment: a process has no command line until its program runs.
     */
    static ServerProcess existing(String name, long pid, ServerDirectory directory, Path log) {
        Optional<ProcessHandle> handle = ProcessHandle.of(pid)
                .filter(process -> process.info().arguments().map(Arrays::asList).orElse(List.of()).stream()
                        .anyMatch(
                                argument -> argument.startsWith(directory.path().toString())));
        return new ServerProcess(name, pid, handle, log);
    }

    /** Starts the command in a session of its own, so that Ctrl-C in a terminal reaches its owner first. */
    static ServerProcess start(String name, List<String> command, Map<String, String> environment, Path log) {
        try {
            if (Files.exists(log)) {
                Path previous = log.resolveSibling(log.getFileName() + ".previous");
                Files.move(log, previous, StandardCopyOption.REPLACE_EXISTING);
            }
            ProcessBuilder builder = new ProcessBuilder(inOwnSession(command))
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            ProcessHandle handle = builder.start().toHandle();
            return new ServerProcess(name, handle.pid(), Optional.of(handle), log);
        } catch (IOException e) {
            throw LocalServerException.unusable(name + " cannot be started", log.resolveSibling(""), e);
        }
    }

    static List<String> inOwnSession(List<String> command) {
        Path setsid = Path.of("/usr/bin/setsid");
        if (!Files.isExecutable(setsid)) {
            return command;
        }
        List<String> wrapped = new ArrayList<>();
        wrapped.add(setsid.toString());
        wrapped.addAll(command);
        return wrapped;
    }

    /** Runs a short command to its end and returns its exit code, 127 when there is no such program. */
    static int run(List<String> command, Path log, Duration timeout) {
        return run(command, log, timeout, pid -> {});
    }

    /** As above; tells the process id as soon as there is one. */
    static int run(List<String> command, Path log, Duration timeout, LongConsumer started) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            started.accept(process.pid());
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new LocalServerException(
                        String.join(" ", command) + " did not end within " + timeout,
                        "the machine may be overloaded, or its disk hang: try again when it is not");
            }
            return process.exitValue();
        } catch (IOException e) {
            return 127;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    long pid() {
        return pid;
    }

    boolean isAlive() {
        return handle.filter(ServerProcess::runs).isPresent();
    }

    /** Whether it has not ended. One that nobody has reaped has: it holds no file and no port any more. */
    static boolean runs(ProcessHandle process) {
        return process.isAlive() && !Standstill.isZombie(process.pid());
    }

    /** Waits; true when the process has ended by then. */
    boolean hasEndedWithin(Duration timeout) {
        return handle.isEmpty() || hasEndedWithin(handle.get(), timeout);
    }

    /** Sends a signal by its POSIX name without SIG, for instance {@code STOP}; to a process that has ended, nothing. */
    void signal(String signal) {
        if (!isAlive()) {
            return;
        }
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -s " + signal + " " + pid)
                    .redirectErrorStream(true)
                    .start();
            try (InputStream output = kill.getInputStream()) {
                String message = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
                if (kill.waitFor() != 0 && isAlive()) {
                    throw new LocalServerException(
                            name + " (pid " + pid + ") cannot be sent SIG" + signal + ": " + message,
                            "run this as the user who started " + name);
                }
            }
        } catch (IOException e) {
            throw new LocalServerException(
                    "No signal can be sent to " + name + ": " + e.getMessage(), FREE_PROCESSES, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** SIGSTOP; returns when the process stands still. */
    void pause() {
        signal("STOP");
        Standstill.await(name, pid);
    }

    /** SIGKILL to the process and everything it started; returns when all of them are gone. */
    void kill() {
        List<ProcessHandle> family = new ArrayList<>(handle.stream().toList());
        handle.ifPresent(process -> family.addAll(process.descendants().toList()));
        family.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle member : family) {
            if (!hasEndedWithin(member, KILL_TIMEOUT)) {
                throw new LocalServerException(
                        name + " (pid " + member.pid() + ") survived SIGKILL for " + KILL_TIMEOUT
                                + ": it hangs in the operating system, perhaps on its disk",
                        "see what the system says of the disk: dmesg | tail");
            }
        }
    }

    Path log() {
        return log;
    }

    static LocalServerException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new LocalServerException("Interrupted while waiting for a local server", "try again", e);
    }

    private static boolean hasEndedWithin(ProcessHandle process, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (runs(process)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(POLL_INTERVAL_MS);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
        return true;
    }
}
