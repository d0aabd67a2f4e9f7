package coffee.brew.sandbox.compare.result;

import java.util.List;

/**
 * A whole comparison.
 *
 * @param events of each cell, at least
 * @param deadlineMs of a gRPC call
 * @param downMs for how long the dead recipient was dead
 * @param pair the Kafka sender with and without a slow recipient, in the same seconds
 * @param matrix the nine criteria, each with what was measured
 * @param durationS of the whole comparison
 */
public record Report(
        int events,
        int deadlineMs,
        long downMs,
        List<Cell> cells,
        Pair pair,
        List<Criterion> matrix,
        List<Figure> figures,
        double durationS) {

    /**
     * Two Kafka senders side by side, one whose recipients are healthy and one with a recipient at +200 ms.
     *
     * @param events of each
     */
    public record Pair(int events, Waits healthyMs, Waits slowMs) {
        public static Pair of(List<Sent> healthy, List<Sent> slow) {
            return new Pair(
                    Math.min(healthy.size(), slow.size()),
                    Waits.ofMicroseconds(healthy.stream().map(Sent::waitedUs).toList()),
                    Waits.ofMicroseconds(slow.stream().map(Sent::waitedUs).toList()));
        }
    }

    /**
     * A row of the decision matrix.
     *
     * @param holds whether the measurement shows what the row says
     */
    public record Criterion(
            String name, String grpc, String kafka, String grpcMeasured, String kafkaMeasured, boolean holds) {}

    /**
     * A figure with the limit that it is held against.
     *
     * @param met whether it is within its limit; figures of time depend on the machine
     */
    public record Figure(String name, double value, String limit, boolean met, String text) {}

    /** Builds the matrix and the figures from what was counted. */
    public static Report of(int events, int deadlineMs, long downMs, List<Cell> cells, Pair pair, double durationS) {
        Cells all = new Cells(cells);
        return new Report(
                events,
                deadlineMs,
                downMs,
                cells,
                pair,
                new Matrix(all).rows(),
                new Figures(all, pair).all(),
                Rounded.to1(durationS));
    }

    /** Whether every row holds, and Kafka lost nothing. */
    public boolean ok() {
        return matrix.stream().allMatch(Criterion::holds)
                && new Cells(cells).of(Mode.KAFKA).allMatch(Cells::isComplete);
    }
}
