package coffee.brew.sandbox.compare.page;

import java.util.List;

/** The matrix, and everything that was counted. */
final class Tables {
    private static final List<String> SENDER = List.of(
            "waited_ms/p50",
            "waited_ms/p95",
            "waited_ms/p99",
            "waited_ms/max",
            "events_per_second",
            "failed",
            "changes");
    private static final List<String> RECIPIENT =
            List.of("expected", "delivered", "lost", "duplicated", "late", "latency_ms/p50", "latency_ms/p99");

    private final Numbers numbers;

    Tables(Numbers numbers) {
        this.numbers = numbers;
    }

    String matrix() {
        StringBuilder rows = new StringBuilder();
        for (int row = 0; row < numbers.at("/matrix").size(); row++) {
            String at = "/matrix/" + row;
            rows.append("<tr%s><th>%s</th><td>%s<small>%s</small></td><td>%s<small>%s</small></td></tr>"
                    .formatted(
                            numbers.at(at + "/holds").asBoolean() ? "" : " class=\"missed\"",
                            numbers.text(at + "/name"),
                            numbers.text(at + "/grpc"),
                            numbers.text(at + "/grpc_measured"),
                            numbers.text(at + "/kafka"),
                            numbers.text(at + "/kafka_measured")));
        }
        return "<table><tr><th>Criterion</th><th>gRPC fan-out</th><th>Kafka</th></tr>%s</table>".formatted(rows);
    }

    String senders() {
        StringBuilder rows = new StringBuilder();
        for (int cell = 0; cell < numbers.at("/cells").size(); cell++) {
            String at = "/cells/" + cell;
            StringBuilder row = begin(at);
            for (String field : SENDER) {
                row.append(number(at + "/sender/" + field));
            }
            row.append("<td>%s</td>".formatted(numbers.text(at + "/sender/knows")));
            row.append(level(at));
            rows.append("<tr>").append(row).append("</tr>");
        }
        return table(
                List.of("p50", "p95", "p99", "max", "events/s", "failed", "changed", "knows", "level after ms"), rows);
    }

    String recipients() {
        StringBuilder rows = new StringBuilder();
        for (int cell = 0; cell < numbers.at("/cells").size(); cell++) {
            String at = "/cells/" + cell;
            for (int n = 0; n < numbers.at(at + "/recipients").size(); n++) {
                String recipient = at + "/recipients/" + n;
                StringBuilder row = begin(at).append("<td>%s</td>".formatted(numbers.text(recipient + "/name")));
                for (String field : RECIPIENT) {
                    row.append(number(recipient + "/" + field));
                }
                rows.append("<tr>").append(row).append("</tr>");
            }
        }
        return table(
                List.of("recipient", "meant for it", "handled", "lost", "twice", "late", "p50 ms", "p99 ms"), rows);
    }

    private StringBuilder begin(String at) {
        return new StringBuilder("<td>%s</td><td class=\"%s\">%s</td>"
                .formatted(numbers.text(at + "/situation"), numbers.text(at + "/mode"), numbers.text(at + "/mode")));
    }

    private String level(String at) {
        return numbers.at(at + "/catch_up").isNull() ? "<td></td>" : number(at + "/catch_up/level_ms");
    }

    private String number(String pointer) {
        return "<td class=\"number\">%s</td>".formatted(numbers.shown(pointer));
    }

    private static String table(List<String> headings, StringBuilder rows) {
        StringBuilder head = new StringBuilder("<th>situation</th><th>mode</th>");
        headings.forEach(heading -> head.append("<th>%s</th>".formatted(heading)));
        return "<div class=\"scroll\"><table><tr>%s</tr>%s</table></div>".formatted(head, rows);
    }
}
