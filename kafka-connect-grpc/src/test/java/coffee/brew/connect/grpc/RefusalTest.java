package coffee.brew.connect.grpc;

import static coffee.brew.connect.grpc.TapeConfig.plain;
import static coffee.brew.connect.grpc.TapeConfig.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffee.brew.connect.grpc.tape.TapeServer;
import io.grpc.Status;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream is called again for as long as that can help, and fails its task when it cannot. */
class RefusalTest {
    private final TapeServer server = TapeServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private static int callsOf(TapeServer server) {
        return server.tape().requests().size();
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {
                "UNIMPLEMENTED",
                "INVALID_ARGUMENT",
                "UNAUTHENTICATED",
                "PERMISSION_DENIED",
                "NOT_FOUND",
                "OUT_OF_RANGE"
            })
    void refusalThatWillNotChangeFailsTheTaskWithItsReason(Status.Code code) {
        // Given
        server.refuse(code.toStatus().withDescription("not for you"));
        try (TaskRun task = new TaskRun(plain(server.port()))) {
            task.start();
            // When, Then
            assertThatThrownBy(() -> task.pollUntil(() -> callsOf(server) > 1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining(code.name())
                    .hasMessageContaining("not for you");
        }
    }

    @Test
    void reasonOfARefusalHidesWhatTheServerWasTold() {
        // Given
        server.refuse(Status.UNAUTHENTICATED.withDescription("nobody knows s3cret-t0ken"));
        try (TaskRun task = new TaskRun(with(plain(server.port()), "grpc.metadata.authorization", "s3cret-t0ken"))) {
            task.start();
            // When, Then
            assertThatThrownBy(() -> task.pollUntilRecords(1))
                    .hasMessageContaining("nobody knows [hidden]")
                    .hasMessageNotContaining("s3cret-t0ken");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {
                "CANCELLED",
                "UNKNOWN",
                "DEADLINE_EXCEEDED",
                "ALREADY_EXISTS",
                "RESOURCE_EXHAUSTED",
                "FAILED_PRECONDITION",
                "ABORTED",
                "INTERNAL",
                "UNAVAILABLE",
                "DATA_LOSS"
            })
    void otherFailuresAreCalledAgain(Status.Code code) {
        // Given
        server.refuse(code.toStatus());
        server.tape().growTo(1);
        try (TaskRun task = new TaskRun(plain(server.port()))) {
            task.start().pollUntil(() -> server.tape().requests().size() >= 2);
            // When
            server.refuse(null);
            // Then
            assertThat(task.pollUntilRecords(1).numbers()).containsExactly(1L);
        }
    }

    @Test
    void attemptsThatAreUsedUpFailTheTask() {
        // Given
        server.refuse(Status.UNAVAILABLE.withDescription("closed for today"));
        try (TaskRun task = new TaskRun(with(plain(server.port()), "grpc.reconnect.max.attempts", "3"))) {
            task.start();
            // When, Then
            assertThatThrownBy(() -> task.pollUntil(() -> callsOf(server) > 4))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("closed for today")
                    .hasMessageContaining("grpc.reconnect.max.attempts");
            assertThat(callsOf(server)).isEqualTo(4);
        }
    }

    @Test
    void withoutReconnectionTheFirstFailureFailsTheTask() {
        // Given
        server.stop();
        String descriptor =
                java.nio.file.Path.of("target/test-classes/test-protos.binpb").toString();
        try (TaskRun task = new TaskRun(
                with(plain(server.port()), "grpc.reconnect.enabled", "false", "grpc.proto.descriptor", descriptor))) {
            task.start();
            // When, Then
            assertThatThrownBy(() -> task.pollUntilRecords(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("UNAVAILABLE")
                    .hasMessageContaining("grpc.reconnect.enabled");
        }
    }
}
