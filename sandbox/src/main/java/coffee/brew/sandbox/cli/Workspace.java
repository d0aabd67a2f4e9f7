package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.stack.NotRunningException;
import coffee.brew.sandbox.stack.StackState;
import coffee.brew.sandbox.supervisor.Detached;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The source tree and the folder {@code .brew} in it, where the sandbox keeps everything: the stack of {@code up}, and each
 * demo in a folder of its own.
 */
final class Workspace {
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
        return supervisor()
                .find()
                .orElseThrow(() -> new NotRunningException("no stack is running", "start one with: ./brewctl up"));
    }

    /** A folder for a demo of this process. */
    static Path demo() {
        return brew().resolve("demo-" + ProcessHandle.current().pid());
    }

    /** The folders of demos whose process is dead. */
    static List<Path> abandonedDemos() {
        if (!Files.isDirectory(brew())) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(brew())) {
            return all.filter(Workspace::isAbandonedDemo).toList();
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
