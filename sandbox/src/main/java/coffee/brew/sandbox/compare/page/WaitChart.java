package coffee.brew.sandbox.compare.page;

/** What the sender waited: p50 as a bar, p99 as a tick, on a logarithmic axis. */
final class WaitChart {
    private static final double LEAST_MS = 0.1;
    private static final double DECADES = 4;
    private static final int LEFT = 250;
    private static final int WIDTH = 450;
    private static final int BAR = 14;
    private static final int ROW = 20;
    private static final int GAP = 14;
    private static final int TOP = 26;
    private static final int TOTAL_WIDTH = 900;

    private final Numbers numbers;
    private final StringBuilder svg = new StringBuilder();

    WaitChart(Numbers numbers) {
        this.numbers = numbers;
    }

    String svg() {
        int cells = numbers.at("/cells").size();
        int y = TOP;
        String situation = "";
        for (int cell = 0; cell < cells; cell++) {
            String at = "/cells/" + cell;
            String here = numbers.text(at + "/situation");
            y += here.equals(situation) ? ROW : cell == 0 ? 0 : ROW + GAP;
            if (!here.equals(situation)) {
                svg.append("<text class=\"head\" x=\"0\" y=\"%s\">%s</text>".formatted(y + BAR - 3, here));
            }
            situation = here;
            row(at, y);
        }
        int height = y + ROW;
        return "<svg viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"What the sender waited\">"
                        .formatted(TOTAL_WIDTH, height)
                + grid(height)
                + svg
                + "</svg>";
    }

    private void row(String at, int y) {
        String mode = numbers.text(at + "/mode");
        String p50 = at + "/sender/waited_ms/p50";
        String p99 = at + "/sender/waited_ms/p99";
        double tick = LEFT + width(numbers.value(p99));
        svg.append("<g class=\"%s\">".formatted(mode));
        svg.append("<text x=\"130\" y=\"%s\">%s</text>".formatted(y + BAR - 3, mode));
        svg.append("<rect data-bar-of=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"2\"/>"
                .formatted(p50, LEFT, y, Svg.px(width(numbers.value(p50))), BAR));
        svg.append("<line class=\"tick\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>"
                .formatted(Svg.px(tick), Svg.px(tick), y, y + BAR));
        svg.append("<text x=\"%s\" y=\"%s\">p50 %s  p99 %s ms</text></g>"
                .formatted(LEFT + WIDTH + 16, y + BAR - 3, numbers.shownInSvg(p50), numbers.shownInSvg(p99)));
    }

    private static String grid(int height) {
        StringBuilder grid = new StringBuilder();
        for (int decade = 0; decade <= DECADES; decade++) {
            double value = LEAST_MS * Math.pow(10, decade);
            String x = Svg.px(LEFT + width(value));
            grid.append(("<line class=\"grid\" x1=\"%s\" x2=\"%s\" y1=\"18\" y2=\"%s\"/>"
                            + "<text class=\"quiet\" x=\"%s\" y=\"12\" text-anchor=\"middle\">%s ms</text>")
                    .formatted(x, x, height, x, decade == 0 ? "0.1" : String.valueOf(Math.round(value))));
        }
        return grid.toString();
    }

    static double width(double ms) {
        double decades = Math.log10(Math.max(ms, LEAST_MS) / LEAST_MS);
        return Math.max(1, Math.min(decades, DECADES) / DECADES * WIDTH);
    }
}
