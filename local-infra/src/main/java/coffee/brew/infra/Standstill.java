package coffee.brew.infra;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What SIGSTOP leads to, but not at once: a thread stops when it gets a processor the next time, and the process's main
 * thread has to be the first. On a busy machine, the others go on answering until then.
 */
public final class Standstill {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int POLL_INTERVAL_MS = 5;
    /** A thread's states in {@code /proc}; see proc(5). */
    private static final String ENDED = "ZX";

    private static final String STILL = "T" + ENDED;

    private Standstill() {}

    /**
     * To be called after SIGSTOP. Returns when no thread of the process runs any more or the process has ended; at once
     * where the system has no {@code /proc} that would say so.
     *
     * @param name of the process, for the message
     * @throws LocalServerException when threads still run after 30 s
     */
    public static void await(String name, long pid) {
        await(name, pid, TIMEOUT);
    }

    static void await(String name, long pid, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (isMoving(pid)) {
            if (System.nanoTime() > deadline) {
                throw new LocalServerException(
                        name + " (pid " + pid + ") does not stand still " + timeout + " after SIGSTOP",
                        "the machine may be overloaded, or somebody sent SIGCONT: try again");
            }
            try {
                Thread.sleep(POLL_INTERVAL_MS);
            } catch (InterruptedException e) {
                throw ServerProcess.interrupted(e);
            }
        }
    }

    private static boolean isMoving(long pid) {
        return !areAllThreads(STILL, pid, true);
    }

    /**
     * Whether the process has ended and nobody has reaped it, which in a container may never happen: each of its threads
     * has given back files and ports. False where there is no {@code /proc}.
     */
    public static boolean isZombie(long pid) {
        return areAllThreads(ENDED, pid, false);
    }

    private static boolean areAllThreads(String states, long pid, boolean withoutAnswer) {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                if (!states.contains(stateOf(thread))) {
                    return false;
                }
            }
            return true;
        } catch (IOException | DirectoryIteratorException noProcOrGone) {
            return withoutAnswer;
        }
    }

    /** The third word; the second is a name in brackets, which may have spaces and brackets of its own. */
    private static String stateOf(Path thread) throws IOException {
        String stat = Files.readString(thread.resolve("stat"));
        int afterName = stat.lastIndexOf(')') + 2;
        return stat.substring(afterName, afterName + 1);
    }
}
