package coffee.brew.system.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.contract.Groups;
import coffee.brew.sandbox.stack.Service;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dashboards of observability/grafana: they show what services show, and Grafana finds them. */
class DashboardsTest {
    private static final Path FOLDER = MetricsPage.ROOT.resolve("observability/grafana");
    private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");
    private static final int COLUMNS = 24;

    private final Map<String, JsonNode> dashboards = read();

    @Test
    void everyPanelAsksForMetricsAndLabelsThatServicesShow() {
        // Given
        Expectations expectations = new Expectations();
        // When
        List<String> problems = new ArrayList<>();
        dashboards.forEach((name, dashboard) -> targets(dashboard).forEach(target -> {
            String expression = target.at("/expr").asText().replaceAll("\\$__(rate_interval|range)", "5m");
            expectations.problems(expression).forEach(problem -> problems.add(name + ": " + problem));
            Set<String> labels = PromQl.uses(expression).stream()
                    .flatMap(use -> use.labels().stream())
                    .collect(Collectors.toSet());
            labels.add("instance");
            LEGEND_LABEL
                    .matcher(target.at("/legendFormat").asText())
                    .results()
                    .filter(label -> !labels.contains(label.group(1)))
                    .forEach(label -> problems.add(name + ": nothing is grouped by " + label.group(1)));
        }));
        // Then
        assertThat(problems).isEmpty();
    }

    @Test
    void thereIsOneForEachServiceAndOneForAll() {
        assertThat(dashboards.keySet())
                .isEqualTo(Stream.concat(
                                Stream.of("overview"),
                                Stream.of(Service.values()).map(Service::module))
                        .collect(Collectors.toSet()));
        assertThat(dashboards.values().stream().map(each -> each.at("/uid").asText()))
                .doesNotHaveDuplicates()
                .allMatch(uid -> uid.startsWith("brew-"));
    }

    @Test
    void overviewBeginsWithTheFourCounters() {
        // When
        List<String> counters = panels(Objects.requireNonNull(dashboards.get("overview")))
                .filter(panel -> panel.at("/type").asText().equals("stat"))
                .map(panel -> panel.at("/targets/0/expr").asText())
                .toList();
        // Then
        assertThat(counters).hasSize(4);
        assertThat(counters.get(0)).contains("brew_order_create_seconds_count{status=\"OK\"}");
        assertThat(counters.subList(1, 4))
                .zipSatisfy(
                        List.of(Groups.INVENTORY, Groups.NOTIFICATIONS, Groups.ORDER_QUERY),
                        (expression, group) -> assertThat(expression)
                                .contains("brew_inbox_processed_total{consumer=\"" + group + "\"}"));
    }

    @Test
    void panelsAreNamedAskTheProvisionedSourceAndLieBesideEachOther() throws IOException {
        // Given
        String sources = Files.readString(FOLDER.resolve("datasources/brew.yaml"));
        for (JsonNode dashboard : dashboards.values()) {
            Set<String> taken = new HashSet<>();
            panels(dashboard).forEach(panel -> {
                // Then
                assertThat(panel.at("/title").asText()).isNotBlank();
                JsonNode place = panel.at("/gridPos");
                for (int x = place.at("/x").asInt();
                        x < place.at("/x").asInt() + place.at("/w").asInt();
                        x++) {
                    for (int y = place.at("/y").asInt();
                            y < place.at("/y").asInt() + place.at("/h").asInt();
                            y++) {
                        assertThat(taken.add(x + "/" + y))
                                .as("%s is alone", panel.at("/title"))
                                .isTrue();
                        assertThat(x).isLessThan(COLUMNS);
                    }
                }
            });
            assertThat(targets(dashboard)).allSatisfy(target -> assertThat(sources)
                    .contains("uid: " + target.at("/datasource/uid").asText() + "\n"));
        }
    }

    @Test
    void grafanaIsGivenTheFolder() throws IOException {
        // Given
        String provider = Files.readString(FOLDER.resolve("providers/brew.yaml"));
        String compose = MetricsPage.read(MetricsPage.ROOT.resolve("docker-compose.yml"));
        // Then
        assertThat(provider).contains("path: /etc/grafana/dashboards\n");
        assertThat(compose)
                .contains("./observability/grafana/providers:/etc/grafana/provisioning/dashboards:ro")
                .contains("./observability/grafana/dashboards:/etc/grafana/dashboards:ro");
    }

    private static Stream<JsonNode> panels(JsonNode dashboard) {
        return Stream.of(dashboard.at("/panels")).flatMap(DashboardsTest::elements);
    }

    private static Stream<JsonNode> targets(JsonNode dashboard) {
        return panels(dashboard).flatMap(panel -> elements(panel.path("targets")));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements.stream();
    }

    private static Map<String, JsonNode> read() {
        Map<String, JsonNode> dashboards = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(FOLDER.resolve("dashboards"), "*.json")) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                dashboards.put(name.replace(".json", ""), new ObjectMapper().readTree(file.toFile()));
            }
            return dashboards;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
