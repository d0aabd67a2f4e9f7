package coffee.brew.system.metrics;

import coffee.brew.contract.Groups;
import coffee.brew.sandbox.stack.Service;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds expressions against the metrics that there are: docs/metrics.md, which MetricsIT holds against the services. */
final class Expectations {
    /** Labels that observability/prometheus.yml adds to whatever it reads. */
    private static final Set<String> OF_THE_SCRAPER = Set.of("instance", "job", "application");

    /** Prometheus' own. */
    private static final String UP = "up";

    private static final Map<String, Set<String>> VALUES = Map.of(
            "consumer", Set.of(Groups.INVENTORY, Groups.NOTIFICATIONS, Groups.ORDER_QUERY),
            "application", Arrays.stream(Service.values()).map(Service::module).collect(Collectors.toSet()),
            "job", Set.of("brew"));

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
        use.matched().forEach((label, value) -> {
            if (VALUES.containsKey(label)
                    && !VALUES.getOrDefault(label, Set.of()).contains(value)) {
                problems.add(use.sample() + " is never of " + label + " " + value);
            }
        });
    }
}
