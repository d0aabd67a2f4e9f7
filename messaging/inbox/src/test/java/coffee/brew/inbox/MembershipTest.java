package coffee.brew.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Times are seconds. */
class MembershipTest {
    private final AtomicLong nowNanos = new AtomicLong(-3);
    private final Membership membership = new Membership("ledger", Duration.ofSeconds(60), nowNanos::get);

    @Test
    void memberThatSendsHeartbeatsIsOneWhateverItsPartitions() {
        // Given
        pass(1000);
        // When
        membership.answered(OptionalDouble.of(2));
        // Then
        assertThat(membership.end()).isEmpty();
        assertThat(membership.outsideSeconds()).isEqualTo(2);
    }

    @Test
    void memberWhoseHeartbeatsHaveEndedIsNoneAnyLonger() {
        // Given
        pass(1000);
        // When
        membership.answered(OptionalDouble.of(61));
        // Then
        assertThat(membership.end()).isNotEmpty();
        assertThat(membership.outsideSeconds()).isEqualTo(61);
    }

    @Test
    void absenceOfTheBrokerDoesNotCount() {
        // Given
        pass(1000);
        membership.unanswered();
        pass(10);
        // When
        membership.answered(OptionalDouble.of(900));
        // Then
        assertThat(membership.end()).isEmpty();
        assertThat(membership.outsideSeconds()).isEqualTo(10);
    }

    @Test
    void consumerThatHasNotFoundItsGroupYetIsShownAndGoesOnLooking() {
        // Given
        pass(1000);
        // When
        membership.answered(OptionalDouble.empty());
        // Then
        assertThat(membership.end()).isEmpty();
        assertThat(membership.outsideSeconds()).isEqualTo(1000);
    }

    @Test
    void closedClientIsOverAtOnce() {
        // When
        membership.closed();
        // Then
        assertThat(membership.end()).isNotEmpty();
    }

    private void pass(int seconds) {
        nowNanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
