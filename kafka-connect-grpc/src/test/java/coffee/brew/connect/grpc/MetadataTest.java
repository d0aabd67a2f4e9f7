package coffee.brew.connect.grpc;

import static coffee.brew.connect.grpc.TapeConfig.plain;
import static coffee.brew.connect.grpc.TapeConfig.resuming;
import static coffee.brew.connect.grpc.TapeConfig.with;
import static io.grpc.Metadata.ASCII_STRING_MARSHALLER;
import static io.grpc.Metadata.BINARY_BYTE_MARSHALLER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffee.brew.connect.grpc.tape.TapeServer;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What calls carry besides the request, and that nobody reads it afterwards. */
class MetadataTest {
    private static final byte[] BYTES = {0, 1, (byte) 0xfe, (byte) 0xff};

    @TempDir
    private Path directory;

    private final TapeServer server = TapeServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String> received(String key) {
        return server.metadata().stream()
                .map(metadata -> String.valueOf(metadata.get(Metadata.Key.of(key, ASCII_STRING_MARSHALLER))))
                .toList();
    }

    private List<byte[]> receivedBytes(String key) {
        return server.metadata().stream()
                .map(metadata -> metadata.get(Metadata.Key.of(key, BINARY_BYTE_MARSHALLER)))
                .toList();
    }

    @Test
    void valuesAreSentAsTextAndThoseOfBinKeysAsBytes() {
        // Given
        server.tape().growTo(1);
        Map<String, String> config = with(
                plain(server.port()),
                "grpc.metadata",
                "x-tenant:a, x-region:eu",
                "grpc.metadata.x-list",
                "one,two",
                "grpc.metadata.x-trace-bin",
                Base64.getEncoder().encodeToString(BYTES));
        // When
        try (TaskRun task = new TaskRun(config)) {
            task.start().pollUntilRecords(1);
        }
        // Then
        assertThat(received("x-tenant")).containsExactly("a");
        assertThat(received("x-region")).containsExactly("eu");
        assertThat(received("x-list")).containsExactly("one,two");
        assertThat(receivedBytes("x-trace-bin")).containsExactly(BYTES);
    }

    @Test
    void fileIsReadAnewForEveryCall() throws IOException {
        // Given
        server.tape().growTo(1);
        Path token = Files.writeString(directory.resolve("token"), "first\n");
        Path bytes = Files.write(directory.resolve("bytes"), BYTES);
        String files = "authorization=Bearer @" + token + ",x-id-bin=" + bytes;
        try (TaskRun task = new TaskRun(with(resuming(server.port()), "grpc.metadata.files", files))) {
            task.start().pollUntilRecords(1);
            // When
            Files.writeString(token, "second\n");
            server.tape().cut(Status.UNAVAILABLE);
            server.tape().growTo(2);
            task.pollUntilRecords(2);
        }
        // Then
        assertThat(received("authorization")).containsExactly("Bearer first", "Bearer second");
        assertThat(receivedBytes("x-id-bin")).containsExactly(BYTES, BYTES);
    }

    @Test
    void fileThatIsAwayForAMomentEndsNothing() throws IOException {
        // Given
        server.tape().growTo(1);
        Path token = Files.writeString(directory.resolve("token"), "first");
        try (TaskRun task =
                new TaskRun(with(resuming(server.port()), "grpc.metadata.files", "authorization=" + token))) {
            task.start().pollUntilRecords(1);
            // When
            Files.delete(token);
            server.tape().cut(Status.UNAVAILABLE);
            task.pollUntil(() -> task.reconnects() >= 2);
            Files.writeString(token, "second");
            server.tape().growTo(2);
            // Then
            assertThat(task.pollUntilRecords(2).numbers()).containsExactly(1L, 2L);
        }
    }

    @Test
    void reasonOfARefusalHidesWhatWasReadFromAFileAndCredentialsWithoutTheirScheme() throws IOException {
        // Given
        Path token = Files.writeString(directory.resolve("token"), "fr0m-a-file");
        Map<String, String> config = with(
                plain(server.port()),
                "grpc.metadata.files",
                "authorization=Bearer @" + token,
                "grpc.metadata.proxy-authorization",
                "Basic dXNlcjpwdw",
                "grpc.metadata.x-key-bin",
                Base64.getEncoder().encodeToString("b1nary-key".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        server.refuse(Status.UNAUTHENTICATED.withDescription("not fr0m-a-file, dXNlcjpwdw or b1nary-key"));
        try (TaskRun task = new TaskRun(config)) {
            task.start();
            // When, Then
            assertThatThrownBy(() -> task.pollUntilRecords(1))
                    .hasMessageContaining("not [hidden], [hidden] or [hidden]")
                    .hasStackTraceContaining("UNAUTHENTICATED")
                    .hasMessageNotContaining("fr0m-a-file");
        }
    }
}
