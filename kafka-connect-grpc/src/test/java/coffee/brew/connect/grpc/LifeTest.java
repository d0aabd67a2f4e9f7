package coffee.brew.connect.grpc;

import static coffee.brew.connect.grpc.TapeConfig.plain;
import static coffee.brew.connect.grpc.TapeConfig.resuming;
import static coffee.brew.connect.grpc.TapeConfig.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffee.brew.connect.grpc.tape.TapeServer;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A stream ends, falls silent, stops, begins late: and goes on. */
@Execution(ExecutionMode.CONCURRENT)
class LifeTest {
    private final TapeServer server = TapeServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void healthyTimeGivesAllAttemptsBack() {
        // Given
        try (TaskRun task = new TaskRun(
                with(resuming(server.port()), "grpc.reconnect.max.attempts", "2", "grpc.reconnect.healthy.ms", "0"))) {
            task.start();
            for (int number = 2; number <= 20; number += 2) {
                // When
                server.tape().growTo(number - 1);
                task.pollUntilRecords(number - 1);
                server.tape().growTo(number);
                task.pollUntilRecords(number);
                server.tape().cut(Status.UNAVAILABLE);
            }
            // Then
            server.tape().growTo(21);
            assertThat(task.pollUntilRecords(21).numbers()).hasSize(21);
        }
    }

    @Test
    void serverThatIsAwayAtTheStartIsWaitedFor() {
        // Given
        server.stop();
        server.tape().growTo(3);
        try (TaskRun task = new TaskRun(plain(server.port()))) {
            task.start().poll();
            // When
            server.restart();
            // Then
            assertThat(task.pollUntilRecords(3).numbers()).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void streamThatEndsIsCalledAgain() {
        // Given
        server.tape().growTo(3);
        server.tape().endAfterLast();
        try (TaskRun task = new TaskRun(resuming(server.port()))) {
            task.start().pollUntilRecords(3);
            // When
            server.tape().growTo(5);
            // Then
            assertThat(task.pollUntilRecords(5).numbers()).containsExactly(1L, 2L, 3L, 4L, 5L);
        }
    }

    @Test
    void streamThatEndsIsFinishedWhenConfiguredSo() {
        // Given
        server.tape().growTo(3);
        server.tape().endAfterLast();
        try (TaskRun task = new TaskRun(with(resuming(server.port()), "grpc.stream.end", "finish"))) {
            task.start().pollUntilRecords(3);
            // When
            task.poll();
            task.poll();
            // Then
            assertThat(server.tape().requests()).hasSize(1);
        }
    }

    @Test
    void silentStreamIsCalledAgainAfterTheIdleTime() {
        // Given
        server.tape().growTo(1);
        try (TaskRun task = new TaskRun(with(resuming(server.port()), "grpc.idle.timeout.ms", "300"))) {
            task.start().pollUntilRecords(1);
            // When
            task.pollUntil(() -> server.tape().requests().size() >= 2);
            // Then
            assertThat(server.tape().requests().get(1).getAfterNumber()).isEqualTo(1);
        }
    }

    @Test
    void portThatAcceptsAndSaysNothingIsGivenUp() throws IOException {
        // Given
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TaskRun task = new TaskRun(with(
                        plain(mute.getLocalPort()),
                        "grpc.connection.timeout.ms",
                        "300",
                        "grpc.reconnect.max.attempts",
                        "1",
                        "grpc.proto.descriptor",
                        "target/test-classes/test-protos.binpb"))) {
            task.start();
            // When, Then
            assertThatThrownBy(() -> task.pollUntilRecords(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("no connection within 300 ms");
        }
    }

    @Test
    void pollWithNothingToReadWaitsAndReturns() {
        // Given
        try (TaskRun task = new TaskRun(plain(server.port()))) {
            task.start().pollUntil(() -> server.tape().open() == 1);
            // When
            long before = System.nanoTime();
            task.poll();
            task.poll();
            // Then
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .as("two polls that each wait, and not for ever")
                    .isBetween(Duration.ofMillis(400), Duration.ofSeconds(30));
        }
    }

    @Test
    void stopEndsTheCallOnTheServer() {
        // Given
        server.tape().growTo(100_000);
        TaskRun task = new TaskRun(resuming(server.port())).start().pollUntilRecords(10);
        // When
        task.stop();
        // Then
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> server.tape().open() == 0);
    }

    @Test
    void unaryMethodIsCalledAgainAndAgain() {
        // Given
        server.tape().growTo(3);
        try (TaskRun task =
                new TaskRun(with(resuming(server.port()), "grpc.method.name", "Next", "grpc.poll.interval.ms", "10"))) {
            // When
            task.start().pollUntilRecords(3);
            task.pollUntil(() -> server.tape().requests().size() >= 6);
            server.tape().growTo(4);
            task.pollUntilRecords(4);
            // Then
            assertThat(task.numbers())
                    .as("an answer that repeats itself is no news")
                    .containsExactly(1L, 2L, 3L, 4L);
        }
    }
}
