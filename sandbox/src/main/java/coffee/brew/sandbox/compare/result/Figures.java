package coffee.brew.sandbox.compare.result;

import java.util.ArrayList;
import java.util.List;

/** The figures of the comparison, each with its limit. */
final class Figures {
    /** What the slow recipient takes for an event, milliseconds. */
    static final double SLOW_MS = 200;
    /** What the dead recipient takes for an event once it is back, milliseconds; its own limit follows from it. */
    static final double RETURNING_MS = 10;

    private static final double P99_RATIO_MAX = 1.1;
    private static final double OVER_SLOWEST_MAX_MS = 2;
    private static final double CATCH_UP_MIN = 0.9;
    private static final double PERCENT = 100;
    private static final double MS_PER_SECOND = 1_000;

    private final Cells cells;
    private final Report.Pair pair;

    Figures(Cells cells, Report.Pair pair) {
        this.cells = cells;
        this.pair = pair;
    }

    List<Report.Figure> all() {
        List<Report.Figure> figures = new ArrayList<>();
        figures.add(senderRatio());
        figures.add(overSlowest());
        figures.add(completeness());
        figures.add(catchUp());
        return figures;
    }

    private Report.Figure senderRatio() {
        double ratio = pair.healthyMs().p99() == 0
                ? 0
                : Rounded.to2(pair.slowMs().p99() / pair.healthyMs().p99());
        return new Report.Figure(
                "kafka_sender_p99_ratio",
                ratio,
                "at most " + P99_RATIO_MAX,
                ratio <= P99_RATIO_MAX,
                "p99 of the Kafka sender with a recipient at +200 ms, %.2f ms, next to %.2f ms without; %d events each"
                        .formatted(pair.slowMs().p99(), pair.healthyMs().p99(), pair.events()));
    }

    private Report.Figure overSlowest() {
        Cell cell = cells.get(Mode.PARALLEL, Situation.SLOW);
        double p50 = cell.sender().waitedMs().p50();
        double slowest = cell.recipients().stream()
                .mapToDouble(recipient -> recipient.tookMs().p50())
                .max()
                .orElse(0);
        double over = Rounded.to2(p50 - slowest);
        return new Report.Figure(
                "parallel_p50_over_slowest_ms",
                over,
                "at most 2",
                over <= OVER_SLOWEST_MAX_MS,
                "p50 of the parallel sender, %.2f ms, beyond that of its slowest recipient's work, %.2f ms"
                        .formatted(p50, slowest));
    }

    private Report.Figure completeness() {
        long expected = cells.of(Mode.KAFKA)
                .flatMap(cell -> cell.recipients().stream())
                .mapToLong(Cell.Recipient::expected)
                .sum();
        long delivered = cells.of(Mode.KAFKA)
                .flatMap(cell -> cell.recipients().stream())
                .mapToLong(Cell.Recipient::delivered)
                .sum();
        double percent = Math.floor(PERCENT * PERCENT * delivered / expected) / PERCENT;
        return new Report.Figure(
                "kafka_completeness_percent",
                percent,
                "100",
                delivered == expected,
                "%d of %d events through Kafka reached their recipients, in all situations"
                        .formatted(delivered, expected));
    }

    private Report.Figure catchUp() {
        Cell.CatchUp catchUp = cells.get(Mode.KAFKA, Situation.DEAD).catchUp();
        double perSecond = catchUp == null || catchUp.perSecond() == null ? 0 : catchUp.perSecond();
        double limit = catchUp == null || catchUp.ownLimitPerSecond() == null ? 0 : catchUp.ownLimitPerSecond();
        double part = limit == 0 ? 0 : Rounded.to2(perSecond / limit);
        return new Report.Figure(
                "kafka_catch_up_of_limit",
                part,
                "at least " + CATCH_UP_MIN,
                part >= CATCH_UP_MIN,
                "the recipient that was down caught up with %.1f events/s; its own limit, by the time for which it was at"
                                .formatted(perSecond)
                        + " work on each, was %.1f (%.0f by its delay alone)"
                                .formatted(limit, MS_PER_SECOND / RETURNING_MS));
    }
}
