package coffee.brew.connect.grpc;

import static coffee.brew.connect.grpc.TapeConfig.plain;
import static coffee.brew.connect.grpc.TapeConfig.resuming;
import static coffee.brew.connect.grpc.TapeConfig.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.connect.grpc.tape.TapeServer;
import coffee.brew.connect.grpc.tape.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Nothing is lost: not for want of room, not with a connection, not with the server, not with the task. */
@Execution(ExecutionMode.CONCURRENT)
class DeliveryTest {
    private final TapeServer server = TapeServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void burstOfTenTimesTheQueueArrivesWholeAndInOrder() {
        // Given
        server.tape().growTo(10_000);
        // When
        try (TaskRun task = new TaskRun(with(plain(server.port()), "grpc.message.queue.size", "1000"))) {
            task.start().pollUntilRecords(10_000);
            // Then
            assertThat(task.numbers()).isEqualTo(upTo(10_000));
        }
    }

    @Test
    void readerThatDoesNotReadHoldsTheSourceBack() {
        // Given
        server.tape().addNoise(10_000);
        server.tape().growTo(100_000);
        try (TaskRun task = new TaskRun(with(plain(server.port()), "grpc.message.queue.size", "10"))) {
            // When
            task.start().pollUntilRecords(1);
            long settled = settled();
            // Then
            assertThat(settled)
                    .as("queue, and what two ends of a connection buffer")
                    .isLessThan(1_000);
        }
    }

    @Test
    void hundredResetConnectionsLoseAndDoubleNothing() throws IOException {
        // Given
        try (Wire wire = new Wire(server.port());
                TaskRun task = new TaskRun(with(
                        resuming(wire.port()),
                        "grpc.reconnect.interval.ms",
                        "5",
                        "grpc.reconnect.backoff.max.ms",
                        "5"))) {
            task.start();
            for (int cut = 1; cut <= 100; cut++) {
                // When
                server.tape().growTo(cut * 100L);
                task.pollUntilRecords((cut - 1) * 100 + 1);
                assertThat(wire.cut()).isTrue();
            }
            task.pollUntilRecords(10_000);
            // Then
            assertThat(task.numbers()).isEqualTo(upTo(10_000));
        }
    }

    @Test
    void serverThatComesBackIsReadFromWhereItWasLeft() {
        // Given
        server.tape().growTo(1_000);
        try (TaskRun task = new TaskRun(resuming(server.port()))) {
            task.start().pollUntilRecords(1_000);
            // When
            server.stop();
            task.poll();
            server.tape().growTo(2_000);
            server.restart();
            task.pollUntilRecords(2_000);
            // Then
            assertThat(task.numbers()).isEqualTo(upTo(2_000));
        }
    }

    @Test
    void taskThatIsStartedAgainGoesOnAfterWhatKafkaHas() {
        // Given
        server.tape().growTo(500);
        TaskRun task = new TaskRun(with(resuming(server.port()), "grpc.batch.size", "100"));
        task.start().poll();
        task.pollUntilRecords(100);
        int acknowledged = task.records().size();
        task.stop();
        // When
        task.start().pollUntilRecords(500);
        task.stop();
        // Then
        assertThat(server.tape().requests().get(1).getAfterNumber()).isEqualTo(acknowledged);
        assertThat(task.numbers()).isEqualTo(upTo(500));
    }

    @Test
    void positionMayBeATokenInTheMetadata() {
        // Given
        server.tape().growTo(10);
        TaskRun task = new TaskRun(with(
                plain(server.port()), "grpc.resume.response.field", "token", "grpc.resume.metadata.key", "last-token"));
        task.start().pollUntilRecords(10);
        task.stop();
        // When
        task.start().pollUntilRecords(11);
        task.stop();
        // Then
        assertThat(task.position()).isNotNull();
        assertThat(server.metadata()
                        .get(1)
                        .get(io.grpc.Metadata.Key.of("last-token", io.grpc.Metadata.ASCII_STRING_MARSHALLER)))
                .isEqualTo("t10");
    }

    @Test
    void eachRequestMessageIsAStreamWithAPositionOfItsOwn() {
        // Given
        server.tape().growTo(100);
        String requests = "[{\"tape\": \"a\"}, {\"tape\": \"b\", \"afterNumber\": 50}]";
        try (TaskRun task = new TaskRun(with(resuming(server.port()), "grpc.request.message", requests))) {
            // When
            task.start().pollUntilRecords(150);
            // Then
            assertThat(task.records())
                    .filteredOn(sent -> sent.sourcePartition().toString().contains("\"b\""))
                    .extracting(TaskRun::number)
                    .isEqualTo(upTo(100).subList(50, 100));
        }
    }

    /** What the server has sent when it sends no more. */
    private long settled() {
        AtomicLong before = new AtomicLong(-1);
        await().pollInterval(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        before.getAndSet(server.tape().sent()) == server.tape().sent());
        return before.get();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}
