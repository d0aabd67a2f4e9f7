package coffee.brew.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffee.brew.infra.LocalKafka.Options;
import org.junit.jupiter.api.Test;

class KafkaClusterTest {
    @Test
    void threeBrokersInOneJvmReplicateAndKeepTheirDataAcrossRestarts() throws Exception {
        // Given
        try (LocalKafka kafka = LocalKafka.start(Options.throwAway().threeBrokers())) {
            kafka.createTopic("replicated", 1);
            Records.send(kafka, "replicated", "before");
            // When
            kafka.restart();
            Records.send(kafka, "replicated", "after");
            // Then
            assertThat(Records.read(kafka, "replicated", 2)).containsExactly("before", "after");
            assertThat(kafka.pids()).hasSize(1);
            assertThatThrownBy(() -> kafka.kill(2)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void threeBrokersAcceptWritesWhileOneIsKilled() throws Exception {
        // Given
        try (LocalKafka kafka =
                LocalKafka.start(Options.throwAway().threeBrokers().withEachInItsOwnJvm())) {
            kafka.createTopic("replicated", 1);
            Records.send(kafka, "replicated", "before");
            // When
            kafka.kill(2);
            Records.send(kafka, "replicated", "meanwhile");
            boolean complete = kafka.isRunning();
            kafka.restart(2);
            // Then
            assertThat(complete).isFalse();
            assertThat(kafka.isRunning()).isTrue();
            assertThat(Records.read(kafka, "replicated", 2)).containsExactly("before", "meanwhile");
        }
    }
}
