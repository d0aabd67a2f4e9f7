package coffee.brew.system.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The rules of observability/alerts.yml: they can fire, and somebody knows what to do then. */
class AlertsTest {
    private static final Pattern RUNBOOK = Pattern.compile("https://\\S+/docs/operations\\.md#(\\w+)");
    private static final Pattern LABEL = Pattern.compile("\\$labels\\.(\\w+)");
    private static final Pattern ENTRY = Pattern.compile("(?m)^### (Brew\\w+)$");
    private static final List<String> SECTIONS = List.of("Symptom", "Meaning", "Look at", "Do");

    private final Map<String, Object> file = yaml("observability/alerts.yml");

    @Test
    void everyRuleAsksForMetricsAndLabelsThatServicesShow() {
        // Given
        Expectations expectations = new Expectations();
        // When
        List<String> problems = rules().stream()
                .flatMap(rule ->
                        expectations.problems(text(rule, "expr")).stream().map(it -> name(rule) + ": " + it))
                .toList();
        // Then
        assertThat(problems).isEmpty();
        assertThat(rules()).hasSizeGreaterThan(10);
    }

    @Test
    void everyRuleSaysHowUrgentItIsAndWhatItIsAbout() {
        assertThat(rules())
                .extracting(AlertsTest::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.startsWith("Brew"));
        assertThat(rules()).allSatisfy(rule -> {
            assertThat(text(map(rule.get("labels")), "severity")).isIn("page", "ticket");
            Map<String, Object> annotations = map(rule.get("annotations"));
            assertThat(annotations).containsOnlyKeys("summary", "description", "runbook_url");
            Set<String> grouped = PromQl.uses(text(rule, "expr")).stream()
                    .flatMap(use -> use.labels().stream())
                    .collect(Collectors.toSet());
            grouped.add("instance");
            assertThat(LABEL.matcher(annotations.toString()).results().map(label -> label.group(1)))
                    .isSubsetOf(grouped);
        });
    }

    @Test
    void everyRuleHasAnEntryThatSaysWhatToDoAndEveryEntryARule() {
        // Given
        String page = MetricsPage.read(MetricsPage.ROOT.resolve("docs/operations.md"));
        Set<String> entries =
                ENTRY.matcher(page).results().map(entry -> entry.group(1)).collect(Collectors.toSet());
        // When
        Map<String, String> anchors = rules().stream()
                .collect(Collectors.toMap(AlertsTest::name, rule -> anchor(map(rule.get("annotations")))));
        // Then
        assertThat(anchors.keySet()).isEqualTo(entries);
        assertThat(anchors).allSatisfy((name, anchor) -> assertThat(anchor).isEqualTo(name.toLowerCase(Locale.ROOT)));
        for (String entry : page.substring(page.indexOf("### Brew")).split("(?m)^##+ ", -1)) {
            assertThat(SECTIONS)
                    .as(entry)
                    .allMatch(section -> !entry.startsWith("Brew") || entry.contains("**" + section + ".** "));
        }
    }

    @Test
    void prometheusLoadsTheRulesInContainersAndTheOperatorTheSame() {
        // Given
        Map<String, Object> prometheus = yaml("observability/prometheus.yml");
        Map<String, Object> container =
                map(map(yaml("docker-compose.yml").get("services")).get("prometheus"));
        Map<String, Object> operator = yaml("k8s/components/alerts/prometheus-rule.yaml");
        // Then
        assertThat(prometheus).containsEntry("rule_files", List.of("alerts.yml"));
        assertThat(list(container.get("volumes"))).contains("./observability/alerts.yml:/etc/prometheus/alerts.yml:ro");
        assertThat(operator)
                .containsEntry("apiVersion", "monitoring.coreos.com/v1")
                .containsEntry("kind", "PrometheusRule")
                .containsEntry("spec", file);
        assertThat(yaml("k8s/components/alerts/kustomization.yaml"))
                .containsEntry("resources", List.of("prometheus-rule.yaml"));
    }

    private static String anchor(Map<String, Object> annotations) {
        return RUNBOOK.matcher(text(annotations, "runbook_url"))
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElse("");
    }

    private List<Map<String, Object>> rules() {
        List<Map<String, Object>> rules = new ArrayList<>();
        for (Object group : list(file.get("groups"))) {
            list(map(group).get("rules")).forEach(rule -> rules.add(map(rule)));
        }
        return rules;
    }

    private static String name(Map<String, Object> rule) {
        return text(rule, "alert");
    }

    private static String text(Map<String, Object> parent, String key) {
        return String.valueOf(Objects.requireNonNull(parent.get(key), () -> key + " is missing in " + parent));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(@Nullable Object value) {
        return (List<Object>) Objects.requireNonNull(value);
    }

    private static Map<String, Object> yaml(String path) {
        return new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(MetricsPage.read(MetricsPage.ROOT.resolve(path)));
    }
}
