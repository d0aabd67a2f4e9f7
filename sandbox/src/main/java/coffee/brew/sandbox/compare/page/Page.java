package coffee.brew.sandbox.compare.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The page: charts, matrix, figures, and all that was counted. Its own policy forbids it to load anything. */
public final class Page {
    private static final String FRAME =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>gRPC fan-out and Kafka, compared</title>
            <style>
            %s</style>
            </head>
            <body>
            <h1>A customer signs up, and others must hear of it: gRPC fan-out and Kafka, compared</h1>
            <p>At least %s events of each mode in each situation; a gRPC call has %s ms. Measured in %s s on one machine,
            with real processes and a real broker.</p>
            %s
            </body>
            </html>
            """;

    private static final String MODES =
            """
            <div class="legend"><span class="sequential">gRPC, one after the other</span>\
            <span class="parallel">gRPC, all at once</span><span class="kafka">Kafka</span>%s</div>
            """;

    private final Numbers numbers;

    /** @param report the JSON of a comparison */
    public Page(JsonNode report) {
        numbers = new Numbers(report);
    }

    public String html() {
        Tables tables = new Tables(numbers);
        String body = cards()
                + section(
                        "What the sender waited",
                        "For all its recipients, or for Kafka. Bar: p50; tick: p99; logarithmic.",
                        MODES.formatted("") + scroll(new WaitChart(numbers).svg()))
                + section(
                        "What became of the events",
                        "Of those meant for the recipient that the situation is about. Late: handled when a call would"
                                + " have been given up.",
                        MODES.formatted("<span class=\"lost\">lost</span>") + scroll(new OutcomeChart(numbers).svg()))
                + section(
                        "A recipient that was down",
                        "Events that were sent and that analytics has not handled, over time. What stays is lost.",
                        MODES.formatted("") + scroll(new BacklogChart(numbers, "dead").svg()))
                + section(
                        "A recipient that is slower than the sender",
                        "The same. By gRPC it holds up the sender; Kafka keeps what is not read yet.",
                        MODES.formatted("") + scroll(new BacklogChart(numbers, "overloaded").svg()))
                + section("The decision matrix", "Small print: what was measured.", tables.matrix())
                + section("Senders", "Times in milliseconds.", tables.senders())
                + section("Recipients", "p50 and p99: from sign-up until handled.", tables.recipients());
        return FRAME.formatted(
                css(), numbers.shown("/events"), numbers.shown("/deadline_ms"), numbers.shown("/duration_s"), body);
    }

    private String cards() {
        StringBuilder cards = new StringBuilder("<div class=\"cards\">");
        for (int figure = 0; figure < numbers.at("/figures").size(); figure++) {
            String at = "/figures/" + figure;
            boolean met = numbers.at(at + "/met").asBoolean();
            cards.append("<div class=\"card%s\"><b>%s</b><span class=\"verdict\">%s, %s</span><br>%s</div>"
                    .formatted(
                            met ? "" : " missed",
                            numbers.shown(at + "/value"),
                            numbers.text(at + "/limit"),
                            met ? "met" : "missed",
                            numbers.text(at + "/text")));
        }
        return cards.append("</div>\n").toString();
    }

    private static String section(String heading, String explanation, String content) {
        return "<h2>%s</h2>\n<p>%s</p>\n%s\n".formatted(heading, explanation, content);
    }

    private static String scroll(String content) {
        return "<div class=\"scroll\">" + content + "</div>";
    }

    private static String css() {
        try (InputStream css = Objects.requireNonNull(Page.class.getResourceAsStream("page.css"))) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
