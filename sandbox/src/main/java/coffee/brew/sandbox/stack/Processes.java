package coffee.brew.sandbox.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the JDK does not offer for processes. */
final class Processes {
    private Processes() {}

    /** Sends a signal by its name, without the SIG. The shell's own kill is always there, a program kill is not. */
    static void signal(long pid, String signal) {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -s %s %d".formatted(signal, pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (kill.waitFor() != 0) {
                throw new SandboxException("process %d cannot be sent SIG%s".formatted(pid, signal), "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run kill", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("interrupted", "", e);
        }
    }

    /** False when it still runs after the time-out. */
    static boolean awaitEnd(Process process, Duration timeout) {
        try {
            return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    @SuppressWarnings("ReferenceEquality")
    static boolean isSame(@Nullable Process one, Process other) {
        return one == other;
    }
}
