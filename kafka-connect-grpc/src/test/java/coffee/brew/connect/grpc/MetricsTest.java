package coffee.brew.connect.grpc;

import static coffee.brew.connect.grpc.TapeConfig.resuming;
import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.connect.grpc.tape.TapeServer;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The MBean says what is so. */
class MetricsTest {
    private final TapeServer server = TapeServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void countsAndConnectionAreThoseOfTheTask() {
        // Given
        server.tape().growTo(100);
        try (TaskRun task = new TaskRun(resuming(server.port()))) {
            // When
            task.start().pollUntilRecords(100);
            // Then
            assertThat(task.attribute("MessagesReceived")).isEqualTo(100L);
            assertThat(task.attribute("RecordsProduced")).isEqualTo(100L);
            assertThat(task.attribute("RecordsAcknowledged")).isEqualTo(100L);
            assertThat(task.attribute("QueueSize")).isEqualTo(0);
            assertThat(task.attribute("QueueCapacity")).isEqualTo(10_000);
            assertThat(task.attribute("Connected")).isEqualTo(true);
            assertThat((Long) task.attribute("LastMessageAgeMillis")).isBetween(0L, 60_000L);
        }
    }

    @Test
    void taskWithoutServerIsNotConnectedAndCountsItsAttempts() {
        // Given
        server.stop();
        try (TaskRun task = new TaskRun(resuming(server.port()))) {
            // When
            task.start().poll();
            task.poll();
            // Then
            assertThat(task.attribute("Connected")).isEqualTo(false);
            assertThat((Long) task.attribute("Reconnects")).isPositive();
        }
    }

    @Test
    void stoppedTaskLeavesNoBean() {
        // Given
        TaskRun task = new TaskRun(resuming(server.port())).start();
        // When
        task.stop();
        // Then
        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(task.mbean()))
                .isFalse();
    }
}
