package coffee.brew.system.metrics;

import coffee.brew.contract.Groups;
import coffee.brew.sandbox.stack.Service;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds expressions against the metrics that there are: docs/metrics.md, which MetricsIT holds against the services. */
final class Expectations {
    /** Labels that observability/prometheus.yml adds to whatever it reads. */
    private static final Set<String> OF_THE_SCRAPER = Set.of("instance", "job", "application");

    /** Prometheus' own. */
    private static final String UP = "up";

    private static final Pattern REFUSED = Pattern.compile("withTag\\(\"reason\", \"(\\w+)\"\\)");
    private static final Pattern REASON = Pattern.compile("(?m)^ {8}([A-Z_]+)\\(\"");
    private static final Pattern KIND = Pattern.compile("failures\\(registry, \"(\\w+)\"\\)");

    /** What the code can say, by label. Where a list of it is not at hand here, it is read from the sources. */
    static final Map<String, Set<String>> VALUES = Map.of(
            "consumer", Set.of(Groups.INVENTORY, Groups.NOTIFICATIONS, Groups.ORDER_QUERY),
            "application", Arrays.stream(Service.values()).map(Service::module).collect(Collectors.toSet()),
            "job", Set.of("brew"),
            "status", Arrays.stream(Status.Code.values()).map(Enum::name).collect(Collectors.toSet()),
            "reason",
                    Stream.concat(
                                    words(REFUSED, "order-service/src/main/java/coffee/brew/order/OrderMetrics.java"),
                                    words(REASON, "order-service/src/main/java/coffee/brew/order/OrderErrors.java"))
                            .collect(Collectors.toSet()),
            "kind",
                    words(KIND, "messaging/outbox/src/main/java/coffee/brew/outbox/OutboxMetrics.java")
                            .collect(Collectors.toSet()),
            "pool_name", Set.of("__vertx.DEFAULT", "outbox-relay"));

    private static Stream<String> words(Pattern pattern, String source) {
        return pattern.matcher(MetricsPage.read(MetricsPage.ROOT.resolve(source)))
                .results()
                .map(word -> word.group(1).toLowerCase(Locale.ROOT));
    }

    private final MetricsPage page = new MetricsPage();

    /** What an expression expects in vain, and what of it cannot be read. */
    List<String> problems(String expression) {
        try {
            List<String> problems = new ArrayList<>();
            PromQl.uses(expression).forEach(use -> collect(problems, use));
            return problems;
        } catch (IllegalArgumentException e) {
            return List.of(e.getMessage() + " in " + expression);
        }
    }

    private void collect(List<String> problems, PromQl.Use use) {
        Set<String> labels = new HashSet<>(OF_THE_SCRAPER);
        if (!use.sample().equals(UP)) {
            Optional<MetricFamily> family = page.familyOf(use.sample());
            if (family.isEmpty()) {
                problems.add("nobody shows " + use.sample());
                return;
            }
            labels.addAll(family.get().labels());
            if (use.sample().endsWith("_bucket")) {
                labels.add("le");
            }
        }
        for (String label : use.labels()) {
            if (!labels.contains(label)) {
                problems.add(use.sample() + " has no label " + label);
            }
        }
        use.matched().forEach((label, values) -> {
            Set<String> possible = VALUES.get(label);
            if (possible == null) {
                problems.add("which values " + label + " has is not known: add them to Expectations");
                return;
            }
            values.stream()
                    .filter(value -> !possible.contains(value))
                    .forEach(value -> problems.add(use.sample() + " is never of " + label + " " + value));
        });
    }
}
