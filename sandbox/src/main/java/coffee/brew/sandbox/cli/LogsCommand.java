package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.stack.Json;
import coffee.brew.sandbox.stack.SandboxException;
import coffee.brew.sandbox.stack.StackFolder;
import coffee.brew.sandbox.supervisor.LogTail;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logs",
        description = {
            "Shows the log of a node, or of supervisor, kafka or postgres.",
            "",
            "With --follow and --output json one object for each line."
        },
        footer = {"  ./brewctl logs order-1", "  ./brewctl logs inventory-2 --follow"})
final class LogsCommand implements Runnable {
    private static final long POLL_MS = 200;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Parameters(paramLabel = "NODE", description = "For instance order-1.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Option(names = "--lines", paramLabel = "N", defaultValue = "50", description = "The last N lines (default: 50).")
    private int lines;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on until Ctrl-C.")
    private boolean follow;

    @Override
    public void run() {
        if (lines < 0) {
            throw output.usage("--lines must be 0 or more, not " + lines);
        }
        Path file = file();
        if (!Files.isRegularFile(file)) {
            throw new SandboxException("%s has no log: %s".formatted(name, file), "see: ./brewctl status");
        }
        LogTail tail = new LogTail(file);
        List<String> last = tail.lastLines(lines);
        if (follow) {
            follow(tail, last);
        } else {
            output.result(
                    Map.of("file", file.toString(), "lines", last), () -> String.join(System.lineSeparator(), last));
        }
    }

    /** Until nobody reads any more. */
    private void follow(LogTail tail, List<String> first) {
        List<String> next = first;
        while (next.stream().allMatch(this::show)) {
            sleep();
            next = tail.newLines();
        }
    }

    private boolean show(String line) {
        return output.line(output.isJson() ? Json.line(Map.of("line", line)) : line);
    }

    private Path file() {
        return switch (name) {
            case "postgres" -> Workspace.brew().resolve("postgres").resolve("postgres.log");
            case "kafka" -> Workspace.brew().resolve("kafka").resolve("kafka-1.log");
            default -> StackFolder.logs(Workspace.brew()).resolve(name + ".log");
        };
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
