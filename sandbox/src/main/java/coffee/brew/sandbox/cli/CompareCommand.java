package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.compare.CompareOptions;
import coffee.brew.sandbox.compare.Comparison;
import coffee.brew.sandbox.compare.page.Page;
import coffee.brew.sandbox.compare.result.Report;
import coffee.brew.sandbox.stack.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "compare",
        description = {
            "Compares gRPC fan-out, sequential and parallel, with Kafka: the same sign-ups, told to the same recipients,"
                    + " in seven situations. Starts a Kafka and the roles of its own, on free ports, and leaves nothing"
                    + " running; takes about 100 seconds.",
            "",
            "Prints for each mode and situation what the sender waited, what the recipient in question got and how long"
                    + " it took to draw level; then the decision matrix with what was measured for each row; then the"
                    + " figures with their limits. Deadline of a call: 300 ms; what is handled later than that is late.",
            "",
            "Exit code 1 when a row of the matrix does not hold, or Kafka lost an event. Figures of time depend on the"
                    + " machine: they say whether they are within their limits, and change nothing else."
        },
        footer = {
            "  ./brewctl compare",
            "  ./brewctl compare --html compare.html",
            "  ./brewctl compare --output json | jq '.figures'"
        })
final class CompareCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "200",
            description = "Events of each mode in each situation, at least (default: ${DEFAULT-VALUE}).")
    private int events;

    @Option(
            names = "--down",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "For how long the dead recipient is dead (default: ${DEFAULT-VALUE}).")
    private int downSeconds;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Also writes a page with charts; it needs nothing but itself.")
    @Nullable
    private Path html;

    @Override
    public Integer call() {
        CompareOptions options = options();
        requireWritable();
        Report report;
        try (Comparison comparison = new Comparison(options, output.progress())) {
            report = comparison.run();
        }
        if (html != null) {
            write(html, new Page(Json.MAPPER.valueToTree(report)).html());
            output.say("page written to " + html);
        }
        output.result(report, () -> CompareText.of(report));
        return report.ok() ? ExitCodes.OK : ExitCodes.CHECK_FAILED;
    }

    private CompareOptions options() {
        try {
            return new CompareOptions(Workspace.project(), events, Duration.ofSeconds(downSeconds));
        } catch (IllegalArgumentException e) {
            throw output.usage("--" + e.getMessage());
        }
    }

    /** Not after two minutes. */
    private void requireWritable() {
        if (html == null) {
            return;
        }
        Path folder = html.toAbsolutePath().getParent();
        if (Files.isDirectory(html) || folder == null || !Files.isWritable(folder)) {
            throw output.usage("--html: " + html + " cannot be written");
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
