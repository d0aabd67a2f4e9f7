package coffee.brew.sandbox.stack;

import java.util.OptionalDouble;

/** Reads the text format of Prometheus as far as sums need it. */
final class Metrics {
    private Metrics() {}

    /** The sum of all samples of that name; empty when there is none. */
    static OptionalDouble sum(String exposition, String name) {
        double sum = 0;
        boolean found = false;
        for (String line : exposition.lines().toList()) {
            if (isSampleOf(line, name)) {
                sum += Double.parseDouble(valueOf(line));
                found = true;
            }
        }
        return found ? OptionalDouble.of(sum) : OptionalDouble.empty();
    }

    private static boolean isSampleOf(String line, String name) {
        if (!line.startsWith(name) || line.length() == name.length()) {
            return false;
        }
        char next = line.charAt(name.length());
        return next == '{' || next == ' ';
    }

    private static String valueOf(String line) {
        int labelsEnd = line.lastIndexOf('}');
        String rest = line.substring(labelsEnd < 0 ? line.indexOf(' ') : labelsEnd + 1)
                .strip();
        int end = rest.indexOf(' ');
        // After the value there may be a timestamp.
        return end < 0 ? rest : rest.substring(0, end);
    }
}
