package coffee.brew.sandbox.compare.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import coffee.brew.sandbox.compare.result.MadeUpReport;
import coffee.brew.sandbox.stack.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final Pattern NUMBER = Pattern.compile("data-of=\"([^\"]+)\">([^<]*)<");
    private static final Pattern BAR = Pattern.compile("data-bar-of=\"([^\"]+)\"[^>]* width=\"([0-9.]+)\"");
    private static final Pattern LINE = Pattern.compile("data-line-of=\"([^\"]+)\" points=\"([^\"]*)\"");

    private final JsonNode report = Json.MAPPER.valueToTree(MadeUpReport.create());
    private final String html = new Page(report).html();

    @Test
    void everyNumberIsThatOfTheJson() {
        // When
        List<MatchResult> numbers = NUMBER.matcher(html).results().toList();
        // Then
        assertThat(numbers).hasSizeGreaterThan(500).allSatisfy(number -> {
            JsonNode value = report.at(number.group(1));
            assertThat(number.group(2)).as(number.group(1)).isEqualTo(value.isNull() ? "–" : value.asText());
        });
    }

    @Test
    void everyCellIsOnThePageWithItsWaitsAndWhatItsRecipientsGot() {
        // Given
        Map<String, Long> shown = NUMBER.matcher(html)
                .results()
                .collect(Collectors.groupingBy(number -> number.group(1), Collectors.counting()));
        // When, Then
        for (int cell = 0; cell < 21; cell++) {
            assertThat(shown)
                    .containsKeys(
                            "/cells/" + cell + "/sender/waited_ms/p50",
                            "/cells/" + cell + "/sender/waited_ms/p95",
                            "/cells/" + cell + "/sender/waited_ms/p99");
            for (int n = 0; n < report.at("/cells/" + cell + "/recipients").size(); n++) {
                String recipient = "/cells/" + cell + "/recipients/" + n;
                assertThat(shown)
                        .containsKeys(recipient + "/delivered", recipient + "/lost", recipient + "/duplicated");
            }
        }
        assertThat(shown).containsKeys("/figures/0/value", "/figures/1/value", "/figures/2/value", "/figures/3/value");
    }

    @Test
    void barsAreAsLongAsTheirNumbersSay() {
        assertThat(BAR.matcher(html).results()).hasSize(21 + 42).allSatisfy(bar -> {
            String pointer = bar.group(1);
            double value = report.at(pointer).asDouble();
            double expected = pointer.endsWith("p50")
                    ? WaitChart.width(value)
                    : value
                            / report.at(pointer.replaceAll("/[a-z]+$", "/expected"))
                                    .asDouble()
                            * 300;
            assertThat(Double.parseDouble(bar.group(2))).as(pointer).isEqualTo(expected, offset(0.1));
        });
        assertThat(WaitChart.width(100) - WaitChart.width(10))
                .isEqualTo(WaitChart.width(10) - WaitChart.width(1), offset(0.01));
    }

    @Test
    void linesEndWhereTheBacklogEnds() {
        assertThat(LINE.matcher(html).results()).hasSize(6).allSatisfy(line -> {
            JsonNode backlog = report.at(line.group(1));
            String[] points = line.group(2).strip().split(" ", -1);
            assertThat(points).hasSameSizeAs(backlog);
            boolean endsAtZero = backlog.get(backlog.size() - 1).get("events").asInt() == 0;
            assertThat(points[points.length - 1].endsWith(",210.0")).isEqualTo(endsAtZero);
        });
    }

    @Test
    void pageLoadsNothingAndForbidsItself() {
        assertThat(html)
                .contains("default-src 'none'")
                .doesNotContain("http:", "https:", "src=", "href=", "url(", "@import", "<script", "<link", "<img");
    }

    @Test
    void pageHasColoursForLightAndForDark() {
        assertThat(html).contains("color-scheme: light dark", "prefers-color-scheme: dark");
    }
}
