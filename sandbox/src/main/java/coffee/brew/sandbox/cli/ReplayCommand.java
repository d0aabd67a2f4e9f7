package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.replay.Replay;
import coffee.brew.sandbox.replay.ReplayReport;
import coffee.brew.sandbox.stack.Service;
import coffee.brew.sandbox.stack.StackState;
import coffee.brew.sandbox.supervisor.ControlClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "replay",
        description = {
            "Lets a consumer group read the topic again from the beginning, and checks that no effect happened twice.",
            "",
            "The group's nodes are stopped meanwhile. With --forget-processed the processed events are wiped as well, so"
                    + " that only natural keys and version guards protect the effects. Exit code 1 when an effect"
                    + " changed."
        },
        footer = {"  ./brewctl replay inventory", "  ./brewctl replay order-query --forget-processed"})
final class ReplayCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Parameters(paramLabel = "GROUP", description = "inventory, notifications or order-query.")
    @SuppressWarnings("NullAway.Init")
    private String group;

    @Option(names = "--forget-processed", description = "Wipe the group's processed events first.")
    private boolean forget;

    @Override
    public Integer call() {
        Service service = Service.ofGroup(group)
                .orElseThrow(() -> output.usage("GROUP is inventory, notifications or order-query, not " + group));
        StackState state = Workspace.running();
        ControlClient control = new ControlClient(state);
        ReplayReport report = new Replay(state, service, control::node, output.progress()).run(forget);
        output.result(report, () -> text(report));
        return report.ok() ? ExitCodes.OK : ExitCodes.CHECK_FAILED;
    }

    private static String text(ReplayReport report) {
        return "records=%d dedup_hits=%d forgotten=%d effects_before=%d effects_after=%d changed=%d caught_up=%s"
                .formatted(
                        report.records(),
                        report.dedupHits(),
                        report.forgotten(),
                        report.effectsBefore(),
                        report.effectsAfter(),
                        report.changed(),
                        report.caughtUp());
    }
}
