package coffee.brew.connect.grpc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Backoff backoff = new Backoff(FIRST, LONGEST, new SplittableRandom(1));

    @Test
    void pausesDoubleLessUpToHalf() {
        for (int ceilingSeconds : new int[] {5, 10, 20, 40, 60, 60}) {
            // When
            Duration pause = backoff.next();
            // Then
            assertThat(pause)
                    .isBetween(Duration.ofSeconds(ceilingSeconds).dividedBy(2), Duration.ofSeconds(ceilingSeconds));
        }
    }

    @Test
    void noNumberOfFailuresLeadsOutOfTheBounds() {
        for (int failure = 0; failure < 100_000; failure++) {
            assertThat(backoff.next()).isBetween(FIRST.dividedBy(2), LONGEST);
        }
    }

    @Test
    void longestPauseOfAnyLengthDoesNotOverflow() {
        // Given
        Backoff wide =
                new Backoff(Duration.ofMillis(3), Duration.ofMillis(Long.MAX_VALUE - 1), new SplittableRandom(1));
        for (int failure = 0; failure < 1_000; failure++) {
            assertThat(wide.next()).isPositive();
        }
    }

    @Test
    void healthyTimeForgetsFailures() {
        // Given
        for (int failure = 0; failure < 10; failure++) {
            backoff.next();
        }
        // When
        backoff.reset();
        // Then
        assertThat(backoff.failures()).isZero();
        assertThat(backoff.next()).isLessThanOrEqualTo(FIRST);
    }

    @Test
    void pausesDifferSoThatTasksDoNotComeBackTogether() {
        // When
        long different = java.util.stream.Stream.generate(backoff::next)
                .limit(100)
                .distinct()
                .count();
        // Then
        assertThat(different).isGreaterThan(90);
    }
}
