package coffee.brew.infra;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A shell that ends processes when this JVM is gone, be it by SIGKILL: it reads pids from a pipe, and the operating
 * system closes the pipe. It costs about 1 MB; a JVM for the same purpose costs 40.
 *
 * <p>A process that is started in the instant before this JVM is killed, and not yet named to the watchdog, survives.
 * Thread-safe.
 */
public final class Watchdog {
    private static final String SCRIPT =
            """
            pids=
            while read -r line; do pids=$line; done
            [ -z "$2" ] || pids="$pids $(cat "$2/pids")"
            for pid in $pids; do
              kill -s "$1" "$pid"
              kill -s CONT "$pid"
            done
            tries=0
            for pid in $pids; do
              while kill -0 "$pid" && [ $tries -lt 100 ]; do
                sleep 0.1
                tries=$((tries + 1))
              done
              kill -s KILL "$pid"
            done
            [ -z "$2" ] || rm -rf -- "$2"
            """;

    private final OutputStream pipe;

    /**
     * Starts the shell.
     *
     * @param signal what ends the processes, by its name without SIG; 10 s later they get SIGKILL
     * @param rubbish a directory to delete after that, whose file {@code pids} may name more processes; or null
     */
    public Watchdog(String signal, @Nullable Path rubbish) {
        List<String> command =
                List.of("sh", "-c", SCRIPT, "brew-watchdog", signal, rubbish == null ? "" : rubbish.toString());
        try {
            pipe = new ProcessBuilder(ServerProcess.inOwnSession(command))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .getOutputStream();
        } catch (IOException e) {
            throw new LocalServerException(
                    "The watchdog of the local servers cannot be started: " + e.getMessage(),
                    ServerProcess.FREE_PROCESSES,
                    e);
        }
    }

    /** Replaces the processes that must not outlive this JVM. */
    public synchronized void guard(List<Long> pids) {
        String line = pids.stream().map(String::valueOf).collect(Collectors.joining(" ", "", "\n"));
        try {
            pipe.write(line.getBytes(StandardCharsets.US_ASCII));
            pipe.flush();
        } catch (IOException e) {
            throw died(e);
        }
    }

    /** Ends the shell and spares what it guarded. */
    public synchronized void dismiss() {
        guard(List.of());
        try {
            pipe.close();
        } catch (IOException e) {
            throw died(e);
        }
    }

    private static LocalServerException died(IOException e) {
        return new LocalServerException(
                "The watchdog of the local servers has died: " + e.getMessage(),
                "start the servers again; who ended it, the system may know: dmesg | tail",
                e);
    }
}
