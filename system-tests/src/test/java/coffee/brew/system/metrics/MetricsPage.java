package coffee.brew.system.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of docs/metrics.md. */
public final class MetricsPage {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern ROW = Pattern.compile(
            "\\| `(?<name>\\w+)` \\| (?<type>\\w+) \\| [^|]+ \\| (?<labels>[^|]*)\\| (?<services>[a-z, ]+) \\| [^|]+ \\|");

    private final List<Row> rows = new ArrayList<>();

    private record Row(MetricFamily family, List<String> services) {}

    public MetricsPage() {
        for (String line : read(ROOT.resolve("docs/metrics.md")).lines().toList()) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(new Row(
                        new MetricFamily(row.group("name"), row.group("type"), words(row.group("labels"))),
                        List.copyOf(words(row.group("services")))));
            } else if (line.startsWith("| `")) {
                throw new IllegalArgumentException("not a row of a metric: " + line);
            }
        }
    }

    /** What a service shows, by the prefix of its nodes; with the maximum that each histogram and summary has. */
    public Set<MetricFamily> of(String service) {
        return rows.stream()
                .filter(row -> row.services.contains(service) || row.services.contains("all"))
                .flatMap(row -> withMaximum(row.family))
                .collect(Collectors.toSet());
    }

    /** The family of a sample, in any service. */
    Optional<MetricFamily> familyOf(String sample) {
        return rows.stream()
                .flatMap(row -> withMaximum(row.family))
                .filter(family -> family.hasSample(sample))
                .findFirst();
    }

    private static Stream<MetricFamily> withMaximum(MetricFamily family) {
        boolean isDistribution = !Set.of("counter", "gauge").contains(family.type());
        MetricFamily maximum = new MetricFamily(family.name() + "_max", "gauge", family.labels());
        return isDistribution ? Stream.of(family, maximum) : Stream.of(family);
    }

    private static Set<String> words(String cell) {
        return Arrays.stream(cell.split("[ ,`]+", -1))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
