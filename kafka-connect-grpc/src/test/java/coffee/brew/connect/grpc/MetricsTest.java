package coffee.brew.connect.grpc;

import static coffee.brew.connect.grpc.TapeConfig.resuming;
import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.connect.grpc.tape.TapeServer;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The MBean says what is so. */
class MetricsTest {
    private final TapeServer server = TapeServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private static Object attribute(String name) throws JMException {
        return ManagementFactory.getPlatformMBeanServer().getAttribute(name(), name);
    }

    private static ObjectName name() throws JMException {
        return new ObjectName("coffee.brew.connect.grpc:type=source-task,connector=\"tape\",task=0");
    }

    @Test
    void countsAndConnectionAreThoseOfTheTask() throws JMException {
        // Given
        server.tape().growTo(100);
        try (TaskRun task = new TaskRun(resuming(server.port()))) {
            // When
            task.start().pollUntilRecords(100);
            // Then
            assertThat(attribute("MessagesReceived")).isEqualTo(100L);
            assertThat(attribute("RecordsProduced")).isEqualTo(100L);
            assertThat(attribute("RecordsAcknowledged")).isEqualTo(100L);
            assertThat(attribute("QueueSize")).isEqualTo(0);
            assertThat(attribute("QueueCapacity")).isEqualTo(10_000);
            assertThat(attribute("Connected")).isEqualTo(true);
            assertThat((Long) attribute("LastMessageAgeMillis")).isBetween(0L, 60_000L);
        }
    }

    @Test
    void taskWithoutServerIsNotConnectedAndCountsItsAttempts() throws JMException {
        // Given
        server.stop();
        try (TaskRun task = new TaskRun(resuming(server.port()))) {
            // When
            task.start().poll();
            task.poll();
            // Then
            assertThat(attribute("Connected")).isEqualTo(false);
            assertThat((Long) attribute("Reconnects")).isPositive();
        }
    }

    @Test
    void stoppedTaskLeavesNoBean() throws JMException {
        // Given
        TaskRun task = new TaskRun(resuming(server.port())).start();
        // When
        task.stop();
        // Then
        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(name()))
                .isFalse();
    }
}
