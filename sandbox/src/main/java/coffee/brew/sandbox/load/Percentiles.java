package coffee.brew.sandbox.load;

import org.HdrHistogram.Histogram;

/** Milliseconds. */
public record Percentiles(double p50, double p90, double p99, double p999, double max) {
    /** @param microseconds what was recorded, in microseconds */
    static Percentiles of(Histogram microseconds) {
        return new Percentiles(
                milliseconds(microseconds.getValueAtPercentile(50)),
                milliseconds(microseconds.getValueAtPercentile(90)),
                milliseconds(microseconds.getValueAtPercentile(99)),
                milliseconds(microseconds.getValueAtPercentile(99.9)),
                milliseconds(microseconds.getMaxValue()));
    }

    /** All of them on one line. */
    public String line() {
        return "p50=%.2f p90=%.2f p99=%.2f p999=%.2f max=%.2f".formatted(p50, p90, p99, p999, max);
    }

    private static double milliseconds(long microseconds) {
        return microseconds / 1e3;
    }
}
