package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.compare.result.Cell;
import coffee.brew.sandbox.compare.result.Report;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A comparison as text. */
final class CompareText {
    private CompareText() {}

    static String of(Report report) {
        List<String> parts = new ArrayList<>();
        parts.add("What the sender waited (ms), and what became of the events; at least %d each, deadline %d ms"
                .formatted(report.events(), report.deadlineMs()));
        parts.add(cells(report));
        parts.add(counters(report));
        parts.add("The decision matrix");
        parts.add(matrix(report));
        parts.add("Figures");
        parts.add(figures(report));
        parts.add("took %.0f s".formatted(report.durationS()));
        return String.join(System.lineSeparator() + System.lineSeparator(), parts);
    }

    private static String cells(Report report) {
        Table table = new Table(
                "SITUATION",
                "MODE",
                "P50",
                "P95",
                "P99",
                "EVENTS/S",
                "FAILED",
                "RECIPIENT",
                "GOT",
                "LOST",
                "TWICE",
                "LATE",
                "OTHERS LOST",
                "LEVEL AFTER",
                "SENDER KNOWS",
                "CHANGED");
        for (Cell cell : report.cells()) {
            Cell.Sender sender = cell.sender();
            Cell.Recipient one = cell.affected();
            table.row(
                    cell.situation().id(),
                    cell.mode().id(),
                    "%.2f".formatted(sender.waitedMs().p50()),
                    "%.2f".formatted(sender.waitedMs().p95()),
                    "%.2f".formatted(sender.waitedMs().p99()),
                    "%.1f".formatted(sender.eventsPerSecond()),
                    sender.failed(),
                    one.name(),
                    one.delivered() + "/" + one.expected(),
                    one.lost(),
                    one.duplicated(),
                    one.late(),
                    cell.recipients().stream().mapToInt(Cell.Recipient::lost).sum() - one.lost(),
                    level(cell.catchUp()),
                    sender.knows(),
                    sender.changes() + "x");
        }
        return table.text();
    }

    private static String level(Cell.@Nullable CatchUp catchUp) {
        if (catchUp == null) {
            return "-";
        }
        return catchUp.levelMs() == null ? "never" : "%.1f s".formatted(catchUp.levelMs() / 1e3);
    }

    private static String counters(Report report) {
        List<String> lines = new ArrayList<>();
        for (Cell cell : report.cells()) {
            if (cell.counters() != null) {
                lines.add("%s: of %d events analytics had %d and analytics-v2 %d when they were compared"
                        .formatted(
                                cell.mode().id(),
                                cell.counters().sent(),
                                cell.counters().analytics(),
                                cell.counters().analyticsV2()));
            }
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String matrix(Report report) {
        List<String> lines = new ArrayList<>();
        for (Report.Criterion row : report.matrix()) {
            lines.add("%s%s".formatted(row.name(), row.holds() ? "" : "  (DOES NOT HOLD)"));
            lines.add("  gRPC   %s: %s".formatted(row.grpc(), row.grpcMeasured()));
            lines.add("  Kafka  %s: %s".formatted(row.kafka(), row.kafkaMeasured()));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String figures(Report report) {
        Table table = new Table("FIGURE", "VALUE", "LIMIT", "", "");
        for (Report.Figure figure : report.figures()) {
            table.row(figure.name(), figure.value(), figure.limit(), figure.met() ? "met" : "MISSED", figure.text());
        }
        return table.text();
    }
}
