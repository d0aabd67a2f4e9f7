package coffee.brew.sandbox.compare.result;

import java.util.Collection;

/** Percentiles by nearest rank, in milliseconds. */
public record Waits(double p50, double p95, double p99, double max) {
    private static final double MICROS_PER_MS = 1_000;

    /** Of what was recorded in microseconds; zeros of nothing. */
    public static Waits ofMicroseconds(Collection<Long> values) {
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Waits(at(sorted, 0.50), at(sorted, 0.95), at(sorted, 0.99), at(sorted, 1.0));
    }

    private static double at(long[] sorted, double part) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(part * sorted.length);
        return Rounded.to2(sorted[Math.max(1, rank) - 1] / MICROS_PER_MS);
    }
}
