package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.check.Counts;
import coffee.brew.sandbox.check.Report;
import coffee.brew.sandbox.demo.DemoView;
import java.util.ArrayList;
import java.util.List;

/** The demo on a screen: steps that stay, and below them one line that moves. Without a terminal, a line now and then. */
final class DemoScreen implements DemoView, AutoCloseable {
    private static final int BAR_WIDTH = 24;
    private static final long QUIET_MS = 2_000;
    private static final String CLEAR_LINE = "\r\033[K";

    private final Output output;
    private final boolean interactive = Terminal.isInteractive();
    private final long beginNs = System.nanoTime();
    private long lastLineMs = -QUIET_MS;
    private String moving = "";

    DemoScreen(Output output) {
        this.output = output;
    }

    @Override
    public synchronized void step(String line) {
        clear();
        output.say("%5.1f s  %s".formatted(elapsedMs() / 1e3, line));
        redraw();
    }

    @Override
    public synchronized void counters(long acked, long total, Counts counts) {
        moving = "%s %s".formatted(bar(acked, total, counts), counts.line());
        if (interactive) {
            clear();
            redraw();
        } else if (elapsedMs() - lastLineMs >= QUIET_MS) {
            lastLineMs = elapsedMs();
            output.say("%5.1f s  %s".formatted(elapsedMs() / 1e3, counts.line()));
        }
    }

    /** Half of the bar is acknowledged orders, half is what arrived at the slowest consumer. */
    static String bar(long acked, long total, Counts counts) {
        long slowest = Math.min(Math.min(counts.reservations(), counts.notifications()), counts.view());
        int done = (int) (BAR_WIDTH * Math.min(total, slowest) / total);
        int sent = (int) (BAR_WIDTH * Math.min(total, acked) / total);
        return "[" + "#".repeat(done) + "-".repeat(Math.max(0, sent - done))
                + " ".repeat(BAR_WIDTH - Math.max(done, sent)) + "]";
    }

    /** What the run proved, and the summary as its last line. */
    static String text(Report report) {
        List<String> lines = new ArrayList<>();
        lines.add("reservations by node:   " + report.reservationsByNode());
        lines.add("published by node:      " + report.publishedByNode());
        lines.add("redelivered records:    %d, passed over as known: %d, duplicates on the topic: %d"
                .formatted(
                        report.redelivered(),
                        report.dedupHits(),
                        report.findings().duplicatesOnTopic()));
        lines.add(
                "content:                %d differing fields, %d unknown orders, %d effects outside their dedup transaction"
                        .formatted(
                                report.findings().mismatches(),
                                report.findings().strangers(),
                                report.findings().effectsOutsideDedup()));
        report.findings().problems().forEach(problem -> lines.add("PROBLEM: " + problem));
        lines.add(
                report.convergedMs() == null ? "NOT CONVERGED" : "converged in %d ms".formatted(report.convergedMs()));
        lines.add(report.summary());
        return String.join(System.lineSeparator(), lines);
    }

    private long elapsedMs() {
        return (System.nanoTime() - beginNs) / 1_000_000;
    }

    private void clear() {
        if (interactive && !moving.isEmpty()) {
            System.err.print(CLEAR_LINE);
        }
    }

    private void redraw() {
        if (interactive && !moving.isEmpty()) {
            System.err.print(moving);
            System.err.flush();
        }
    }

    @Override
    public synchronized void close() {
        clear();
        moving = "";
    }
}
