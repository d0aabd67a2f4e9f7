package coffee.brew.system.metrics;

import java.util.Set;
import java.util.TreeSet;

/**
 * A metric as Prometheus sees it.
 *
 * @param name without the suffixes of a histogram's or a summary's samples
 * @param labels without those that make a histogram one
 */
public record MetricFamily(String name, String type, Set<String> labels) {
    public MetricFamily {
        labels = new TreeSet<>(labels);
    }

    /** Whether a sample of that name belongs to this family. */
    boolean hasSample(String sample) {
        return switch (type) {
            case "histogram" -> isOneOf(sample, "_bucket", "_count", "_sum");
            case "summary" -> isOneOf(sample, "_count", "_sum", "_active_count", "_duration_sum");
            default -> sample.equals(name);
        };
    }

    private boolean isOneOf(String sample, String... suffixes) {
        for (String suffix : suffixes) {
            if (sample.equals(name + suffix)) {
                return true;
            }
        }
        return false;
    }
}
