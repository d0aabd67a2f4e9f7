package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.check.Report;
import coffee.brew.sandbox.demo.Demo;
import coffee.brew.sandbox.demo.DemoOptions;
import coffee.brew.sandbox.stack.Launch;
import coffee.brew.sandbox.stack.Stack;
import coffee.brew.sandbox.stack.StackExit;
import coffee.brew.sandbox.stack.StackFolder;
import coffee.brew.sandbox.stack.StackOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = {
            "Shows that nothing is lost and nothing is done twice.",
            "",
            "Starts PostgreSQL, Kafka and six nodes (2 order, 2 inventory, 1 notification, 1 query), places orders at"
                    + " both order nodes in turn, kills inventory-1 with SIGKILL half-way, waits until everything has"
                    + " arrived everywhere, and compares the contents: every acknowledged order is there exactly once,"
                    + " with equal fields, in orders, reservations, notifications, view and topic. Leaves nothing"
                    + " running, and nothing behind unless it fails.",
            "",
            "JSON: redelivered counts records that Kafka handed out again although the killed node had written their"
                    + " effect; dedup_hits counts what all consumers met again and passed over; duplicates_on_topic"
                    + " counts records beyond the first copy of an event; converged_ms runs from the last"
                    + " acknowledged Create."
        },
        footer = {
            "  ./brewctl demo",
            "  ./brewctl demo --orders 2000 --kill-at 500 --brokers 3",
            "  ./brewctl demo --output json | jq .reservations_by_node"
        })
final class DemoCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Option(names = "--orders", paramLabel = "N", defaultValue = "200", description = "Orders to place (default: 200).")
    private int orders;

    @Option(
            names = "--kill-at",
            paramLabel = "N",
            description = "Kill inventory-1 after N orders; 0: never (default: half of the orders).")
    @Nullable
    private Integer killAt;

    @Option(
            names = "--brokers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Kafka brokers: 1, or 3 with replication (default: 1).")
    private int brokers;

    @Option(names = "--native", description = "Run the services as native executables, where they were built.")
    private boolean natively;

    @Override
    public Integer call() {
        Path directory = Workspace.demo();
        DemoOptions demo = options(directory);
        Housekeeping.sweep();
        // The one way out, also of Ctrl-C.
        StackExit exit = new StackExit(() -> StackFolder.delete(directory));
        try (DemoScreen screen = new DemoScreen(output)) {
            StackOptions options = StackOptions.of(Workspace.project(), directory)
                    .withBrokers(demo.brokers())
                    .withLaunch(new Launch(natively, null, false))
                    .withShortLives()
                    .withProgress(screen::step);
            Report report;
            try (Stack started = exit.start(options, created -> {})) {
                screen.step("ready");
                report = new Demo(started, demo, screen).run();
                screen.step("stopping");
            }
            screen.close();
            output.result(report, () -> DemoScreen.text(report));
            if (!report.ok()) {
                keepLogs(exit, directory);
                return ExitCodes.CHECK_FAILED;
            }
            return ExitCodes.OK;
        } catch (RuntimeException e) {
            keepLogs(exit, directory);
            throw e;
        }
    }

    private DemoOptions options(Path directory) {
        try {
            return new DemoOptions(
                    Workspace.project(), directory, orders, killAt == null ? orders / 2 : killAt, brokers);
        } catch (IllegalArgumentException e) {
            throw output.usage("--" + e.getMessage());
        }
    }

    private void keepLogs(StackExit exit, Path directory) {
        if (!exit.cancel()) {
            return;
        }
        try {
            Path kept = Workspace.failed(directory);
            if (Files.exists(directory)) {
                StackFolder.delete(kept);
                Files.move(directory, kept);
                output.say("logs are kept in " + kept);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the logs", e);
        }
    }
}
