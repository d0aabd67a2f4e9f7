package coffee.brew.sandbox.compare.page;

import com.fasterxml.jackson.databind.JsonNode;

/** What became of the events that were meant for the recipient in question: handled, or lost. */
final class OutcomeChart {
    private static final int LEFT = 250;
    private static final int WIDTH = 300;
    private static final int BAR = 14;
    private static final int ROW = 20;
    private static final int GAP = 14;
    private static final int TOTAL_WIDTH = 900;

    private final Numbers numbers;
    private final StringBuilder svg = new StringBuilder();

    OutcomeChart(Numbers numbers) {
        this.numbers = numbers;
    }

    String svg() {
        int cells = numbers.at("/cells").size();
        int y = 2;
        String situation = "";
        for (int cell = 0; cell < cells; cell++) {
            String at = "/cells/" + cell;
            String here = numbers.text(at + "/situation");
            y += here.equals(situation) ? ROW : cell == 0 ? 0 : ROW + GAP;
            if (!here.equals(situation)) {
                svg.append("<text class=\"head\" x=\"0\" y=\"%s\">%s</text>".formatted(y + BAR - 3, here));
            }
            situation = here;
            row(at, at + "/recipients/" + affected(at), y);
        }
        return "<svg viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"What became of the events\">%s</svg>"
                .formatted(TOTAL_WIDTH, y + ROW, svg);
    }

    /** Which recipient the situation is about: the one that joins, otherwise the first. */
    private int affected(String at) {
        JsonNode recipients = numbers.at(at + "/recipients");
        for (int n = 0; n < recipients.size(); n++) {
            String name = recipients.get(n).get("name").asText();
            if (name.equals("crm") || name.equals("analytics-v2")) {
                return n;
            }
        }
        return 0;
    }

    private void row(String at, String recipient, int y) {
        String mode = numbers.text(at + "/mode");
        double expected = Math.max(1, numbers.value(recipient + "/expected"));
        double delivered = numbers.value(recipient + "/delivered") / expected * WIDTH;
        double lost = numbers.value(recipient + "/lost") / expected * WIDTH;
        svg.append("<g class=\"%s\"><text x=\"130\" y=\"%s\">%s</text>".formatted(mode, y + BAR - 3, mode));
        svg.append("<rect data-bar-of=\"%s/delivered\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/></g>"
                .formatted(recipient, LEFT, y, Svg.px(delivered), BAR));
        svg.append("<g class=\"lost\"><rect data-bar-of=\"%s/lost\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/></g>"
                .formatted(recipient, Svg.px(LEFT + delivered), y, Svg.px(lost), BAR));
        svg.append("<text x=\"%s\" y=\"%s\">%s: %s of %s, %s lost, %s twice, %s late</text>"
                .formatted(
                        LEFT + WIDTH + 16,
                        y + BAR - 3,
                        numbers.text(recipient + "/name"),
                        numbers.shownInSvg(recipient + "/delivered"),
                        numbers.shownInSvg(recipient + "/expected"),
                        numbers.shownInSvg(recipient + "/lost"),
                        numbers.shownInSvg(recipient + "/duplicated"),
                        numbers.shownInSvg(recipient + "/late")));
    }
}
