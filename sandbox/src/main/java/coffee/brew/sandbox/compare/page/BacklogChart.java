package coffee.brew.sandbox.compare.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.IntStream;

/** Events that were sent and that analytics has not handled, over time, in one situation. */
final class BacklogChart {
    private static final int LEFT = 60;
    private static final int TOP = 10;
    private static final int WIDTH = 800;
    private static final int HEIGHT = 200;
    private static final int TOTAL_WIDTH = 900;
    private static final int TOTAL_HEIGHT = 245;

    private final Numbers numbers;
    private final String situation;
    private final StringBuilder svg = new StringBuilder();

    BacklogChart(Numbers numbers, String situation) {
        this.numbers = numbers;
        this.situation = situation;
    }

    String svg() {
        int[] cells = IntStream.range(0, numbers.at("/cells").size())
                .filter(cell -> numbers.text("/cells/" + cell + "/situation").equals(situation))
                .toArray();
        double seconds = most(cells, "second");
        double events = Math.max(1, most(cells, "events"));
        axes(seconds, events);
        for (int cell : cells) {
            String at = "/cells/" + cell;
            svg.append("<g class=\"%s\">".formatted(numbers.text(at + "/mode")));
            svg.append("<polyline data-line-of=\"%s/backlog\" points=\"".formatted(at));
            for (JsonNode point : numbers.at(at + "/backlog")) {
                svg.append("%s,%s "
                        .formatted(
                                Svg.px(LEFT + point.get("second").asDouble() / seconds * WIDTH),
                                Svg.px(TOP + HEIGHT - point.get("events").asDouble() / events * HEIGHT)));
            }
            svg.append("\"/></g>");
        }
        return "<svg viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"Events not handled, over time: %s\">%s</svg>"
                .formatted(TOTAL_WIDTH, TOTAL_HEIGHT, situation, svg);
    }

    private void axes(double seconds, double events) {
        int bottom = TOP + HEIGHT;
        svg.append("<line class=\"grid\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>"
                .formatted(LEFT, LEFT + WIDTH, bottom, bottom));
        svg.append("<line class=\"grid\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>"
                .formatted(LEFT, LEFT + WIDTH, TOP, TOP));
        svg.append("<text class=\"quiet\" x=\"%s\" y=\"%s\" text-anchor=\"end\">%s</text>"
                .formatted(LEFT - 8, TOP + 4, Math.round(events)));
        svg.append(
                "<text class=\"quiet\" x=\"%s\" y=\"%s\" text-anchor=\"end\">0</text>".formatted(LEFT - 8, bottom + 4));
        svg.append("<text class=\"quiet\" x=\"%s\" y=\"%s\">0 s</text>".formatted(LEFT, bottom + 20));
        svg.append("<text class=\"quiet\" x=\"%s\" y=\"%s\" text-anchor=\"end\">%s s</text>"
                .formatted(LEFT + WIDTH, bottom + 20, Svg.px(seconds)));
    }

    private double most(int[] cells, String field) {
        double most = 0;
        for (int cell : cells) {
            for (JsonNode point : numbers.at("/cells/" + cell + "/backlog")) {
                most = Math.max(most, point.get(field).asDouble());
            }
        }
        return most;
    }
}
