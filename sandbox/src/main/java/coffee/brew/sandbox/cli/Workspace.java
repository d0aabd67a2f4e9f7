package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.stack.NotRunningException;
import coffee.brew.sandbox.stack.StackState;
import coffee.brew.sandbox.supervisor.Detached;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The source tree and the folder {@code .brew} in it, where the sandbox keeps everything: the stack of {@code up}, and each
 * demo in a folder of its own.
 */
final class Workspace {
    private static final String FAILED = "failed-";

    private Workspace() {}

    /** The root of the source tree; the launcher tells it as {@code brew.project}. */
    static Path project() {
        return Path.of(System.getProperty("brew.project", "")).toAbsolutePath();
    }

    static Path brew() {
        return project().resolve(".brew");
    }

    static Detached supervisor() {
        return new Detached(brew());
    }

    /** The stack of {@code up}. */
    static StackState running() {
        StackState state = supervisor()
                .find()
                .orElseThrow(() -> new NotRunningException("no stack is running", "start one with: ./brewctl up"));
        if (state.kafka().isEmpty()) {
            throw new NotRunningException(
                    "the stack is just being started", "wait a little, then see: ./brewctl status");
        }
        return state;
    }

    /** A folder for a demo of this process. */
    static Path demo() {
        return brew().resolve("demo-" + ProcessHandle.current().pid());
    }

    /** What {@link #demo()} is called when the demo has failed. */
    static Path failed(Path demo) {
        return demo.resolveSibling(FAILED + demo.getFileName());
    }

    /** The folders of demos that failed, the last one first. */
    static List<Path> failedDemos() {
        return folders(folder -> String.valueOf(folder.getFileName()).startsWith(FAILED)).stream()
                .sorted(Comparator.comparing((Path folder) -> folder.toFile().lastModified())
                        .reversed())
                .toList();
    }

    /** The folders of demos whose process is dead. */
    static List<Path> abandonedDemos() {
        return folders(Workspace::isAbandonedDemo);
    }

    private static List<Path> folders(Predicate<Path> wanted) {
        if (!Files.isDirectory(brew())) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(brew())) {
            return all.filter(wanted).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + brew(), e);
        }
    }

    private static boolean isAbandonedDemo(Path directory) {
        String name = String.valueOf(directory.getFileName());
        return name.matches("demo-\\d+")
                && ProcessHandle.of(Long.parseLong(name.substring("demo-".length())))
                        .isEmpty();
    }
}
