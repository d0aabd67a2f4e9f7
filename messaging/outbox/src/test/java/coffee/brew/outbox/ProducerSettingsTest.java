package coffee.brew.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProducerSettingsTest {
    private static final Duration LEASE = Duration.ofSeconds(6);

    @Test
    void windowLeavesRoomForTheLastAnswerAndTheSettlement() {
        assertThat(ProducerSettings.sendWindow(configuration(Map.of()), LEASE)).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void channelDefaultIsRefusedBecauseItTurnsIdempotenceOff() {
        assertThatThrownBy(() -> ProducerSettings.sendWindow(configuration(Map.of("acks", "1")), LEASE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("acks must be all")
                .hasMessageContaining("enable.idempotence must be true");
    }

    @Test
    void timeoutsThatOutliveTheLeaseAreRefused() {
        assertThatThrownBy(
                        () -> ProducerSettings.sendWindow(configuration(Map.of("delivery.timeout.ms", "30000")), LEASE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("brew.outbox.lease");
    }

    @Test
    void producerThatIsTooSmallForEventsThatWereTakenIsRefused() {
        assertThatThrownBy(
                        () -> ProducerSettings.sendWindow(configuration(Map.of("max.request.size", "1000000")), LEASE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("max.request.size must be at least 1048576");
    }

    private static Map<String, ?> configuration(Map<String, String> changes) {
        Map<String, Object> configuration =
                new HashMap<>(TestRelay.producer("test", "127.0.0.1:1").configuration());
        configuration.putAll(changes);
        return configuration;
    }
}
