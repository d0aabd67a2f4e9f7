package coffee.brew.connect.grpc.stream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses that double with every failure, up to a maximum, less up to half of it at random. Counts the failures. */
final class Backoff {
    private final long initialMs;
    private final long maxMs;
    private final RandomGenerator random;
    private int failures;

    /** A maximum below the initial pause counts as the initial pause. */
    Backoff(Duration initial, Duration max, RandomGenerator random) {
        this.initialMs = Math.max(1, initial.toMillis());
        this.maxMs = Math.max(initialMs, max.toMillis());
        this.random = random;
    }

    /** The pause after one more failure. */
    Duration next() {
        long ceilingMs = ceilingMs(failures);
        failures = failures == Integer.MAX_VALUE ? failures : failures + 1;
        return jittered(ceilingMs);
    }

    /** The shortest pause, without a failure. */
    Duration shortest() {
        return jittered(initialMs);
    }

    int failures() {
        return failures;
    }

    void reset() {
        failures = 0;
    }

    private Duration jittered(long ceilingMs) {
        return Duration.ofMillis(ceilingMs - random.nextLong(ceilingMs / 2 + 1));
    }

    private long ceilingMs(int doublings) {
        // Compared before it is shifted: the shifted value would overflow after some fifty failures.
        boolean saturated = doublings >= Long.SIZE - 1 || initialMs > maxMs >> doublings;
        return saturated ? maxMs : initialMs << doublings;
    }
}
