package coffee.brew.system.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a service answers at its metrics path, in the text format of Prometheus. */
public final class Exposition {
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\w+) (\\w+)");
    private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? \\S+.*");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\",?");
    private static final Set<String> OF_THE_FORMAT = Set.of("le", "quantile");

    private Exposition() {}

    public static Set<MetricFamily> families(String text) {
        Map<String, MetricFamily> families = new HashMap<>();
        for (String line : text.lines().toList()) {
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (type.matches()) {
                families.put(type.group(1), new MetricFamily(type.group(1), type.group(2), Set.of()));
            } else if (!line.startsWith("#") && sample.matches()) {
                MetricFamily family = familyOf(sample.group(1), families);
                Set<String> labels = new TreeSet<>(family.labels());
                labels.addAll(labels(sample.group(2) == null ? "" : sample.group(2)));
                families.put(family.name(), new MetricFamily(family.name(), family.type(), labels));
            }
        }
        return Set.copyOf(families.values());
    }

    private static MetricFamily familyOf(String sample, Map<String, MetricFamily> families) {
        return families.values().stream()
                .filter(family -> family.hasSample(sample))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a sample without a type: " + sample));
    }

    private static Set<String> labels(String text) {
        return LABEL.matcher(text)
                .results()
                .map(label -> label.group(1))
                .filter(label -> !OF_THE_FORMAT.contains(label))
                .collect(Collectors.toSet());
    }
}
