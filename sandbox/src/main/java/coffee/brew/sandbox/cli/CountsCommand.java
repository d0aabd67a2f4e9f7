package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.check.Counts;
import coffee.brew.sandbox.check.Invariants;
import coffee.brew.sandbox.check.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "counts",
        description = {
            "Counts orders, rows that wait in the outbox, reservations, notifications and rows of the view, and compares"
                    + " them with each other and with the topic.",
            "",
            "The stack may be at work: what is on its way is not lost. Exit code 1 when a promise was broken. Reads"
                    + " everything: about a second for 100,000 orders."
        },
        footer = {"  ./brewctl counts", "  ./brewctl counts --output json | jq .outbox_pending"})
final class CountsCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Override
    public Integer call() {
        Report report = Invariants.checkMoving(Workspace.running());
        output.result(report, () -> text(report));
        return report.ok() ? ExitCodes.OK : ExitCodes.CHECK_FAILED;
    }

    private static String text(Report report) {
        Counts counts = report.counts();
        List<String> lines = new ArrayList<>();
        lines.add(new Table("WHAT", "ROWS")
                .row("orders", counts.orders())
                .row("outbox pending", counts.outboxPending())
                .row("reservations", counts.reservations() + "  " + report.reservationsByNode())
                .row("notifications", counts.notifications())
                .row("view", counts.view())
                .text());
        lines.add("published by node: %s; duplicates on the topic: %d, passed over by consumers: %d"
                .formatted(report.publishedByNode(), report.findings().duplicatesOnTopic(), report.dedupHits()));
        report.findings().problems().forEach(problem -> lines.add("PROBLEM: " + problem));
        lines.add(report.summary());
        return String.join(System.lineSeparator(), lines);
    }
}
