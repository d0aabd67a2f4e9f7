package coffee.brew.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.sandbox.check.Counts;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The broker and the database go away and come back. */
class ServerFaultsIT {
    private static final Duration OUTAGE = Duration.ofSeconds(20);

    @RegisterExtension
    final Brew brew = new Brew();

    @Test
    void brokerAwayForTwentySecondsStopsNoCreateAndLosesNothing() {
        // Given
        brew.settle();
        try (Traffic traffic = Traffic.start(brew)) {
            await().atMost(Brew.TIMEOUT).until(() -> traffic.acked() > 20);
            // When
            brew.stack().kafka().kill();
            int atDeath = traffic.acked();
            Instant back = Instant.now().plus(OUTAGE);
            await("orders are accepted meanwhile")
                    .atMost(Brew.TIMEOUT)
                    .until(() ->
                            traffic.acked() > atDeath + 100 && Instant.now().isAfter(back));
            Counts away = brew.counts();
            brew.stack().kafka().restart();
            // Then
            assertThat(away.outboxPending()).as("their events wait").isGreaterThan(100);
            traffic.stop();
        }
        brew.verify();
    }

    @Test
    void databaseKilledUnderLoadLosesNothingThatWasAcknowledged() {
        // Given
        brew.settle();
        long pid = brew.stack().postgres().pid();
        try (Traffic traffic = Traffic.start(brew)) {
            await().atMost(Brew.TIMEOUT).until(() -> traffic.acked() > 50);
            // When
            brew.stack().postgres().kill();
            int atDeath = traffic.acked();
            await("calls fail").atMost(Brew.TIMEOUT).until(() -> traffic.failedCalls() > 0);
            brew.stack().postgres().restart();
            await("orders are accepted again").atMost(Brew.TIMEOUT).until(() -> traffic.acked() > atDeath + 50);
            traffic.stop();
        }
        // Then
        assertThat(brew.stack().postgres().pid()).isNotEqualTo(pid);
        brew.verify();
    }
}
