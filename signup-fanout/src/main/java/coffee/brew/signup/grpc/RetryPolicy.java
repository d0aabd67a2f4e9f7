package coffee.brew.signup.grpc;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often a call is tried again, as a gRPC service configuration: the library keeps the budget for each recipient, and
 * the call's deadline includes all attempts. A recipient may so get an event twice.
 *
 * @param retries attempts beyond the first, of calls that came back UNAVAILABLE; 0 to 4
 * @param budgetPercent of calls that succeeded, how many may be tried again; a burst of five is free
 * @param hedgeAfter when a second attempt is sent beside one that is not answered; null: never
 */
record RetryPolicy(int retries, int budgetPercent, @Nullable Duration hedgeAfter) {
    private static final int RETRIES_MAX = 4;
    private static final int PERCENT = 100;
    private static final double BURST_TOKENS = 10;

    RetryPolicy {
        if (retries < 0 || retries > RETRIES_MAX) {
            throw new IllegalArgumentException("--retries must be 0 to 4, not " + retries);
        }
        if (budgetPercent < 1 || budgetPercent > PERCENT) {
            throw new IllegalArgumentException("--retry-budget must be a percentage, 1 to 100, not " + budgetPercent);
        }
        if (hedgeAfter != null && hedgeAfter.toMillis() < 1) {
            throw new IllegalArgumentException("--hedge-after must be at least 1ms");
        }
    }

    boolean isNone() {
        return retries == 0 && hedgeAfter == null;
    }

    int attemptsMax() {
        return hedgeAfter == null ? retries + 1 : Math.max(2, retries + 1);
    }

    /** As gRPC reads it: numbers are doubles, durations end in s. */
    Map<String, Object> serviceConfig() {
        Map<String, Object> method = hedgeAfter == null
                ? Map.of("name", everyMethod(), "retryPolicy", retryPolicy())
                : Map.of("name", everyMethod(), "hedgingPolicy", hedgingPolicy(hedgeAfter));
        return Map.of(
                "methodConfig",
                List.of(method),
                "retryThrottling",
                Map.of("maxTokens", BURST_TOKENS, "tokenRatio", (double) budgetPercent / PERCENT));
    }

    private static List<Map<String, Object>> everyMethod() {
        return List.of(Map.of());
    }

    private Map<String, Object> retryPolicy() {
        return Map.of(
                "maxAttempts",
                (double) attemptsMax(),
                "initialBackoff",
                "0.02s",
                "maxBackoff",
                "0.2s",
                "backoffMultiplier",
                2.0,
                "retryableStatusCodes",
                List.of("UNAVAILABLE"));
    }

    private Map<String, Object> hedgingPolicy(Duration delay) {
        return Map.of(
                "maxAttempts", (double) attemptsMax(),
                "hedgingDelay", "%d.%09ds".formatted(delay.toSeconds(), delay.toNanosPart()),
                "nonFatalStatusCodes", List.of("UNAVAILABLE"));
    }
}
