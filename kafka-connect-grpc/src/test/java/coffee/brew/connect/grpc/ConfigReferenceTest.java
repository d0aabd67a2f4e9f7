package coffee.brew.connect.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.connect.grpc.config.GrpcSourceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pages say what the code does. */
class ConfigReferenceTest {
    /** Every key of the connector that there was before. */
    private static final List<String> KEYS_BEFORE = List.of(
            "grpc.server.host",
            "grpc.server.port",
            "grpc.service.name",
            "grpc.method.name",
            "kafka.topic",
            "grpc.request.message",
            "grpc.proto.descriptor",
            "grpc.tls.enabled",
            "grpc.tls.ca.cert",
            "grpc.tls.client.cert",
            "grpc.tls.client.key",
            "grpc.metadata",
            "grpc.reconnect.enabled",
            "grpc.reconnect.interval.ms",
            "grpc.reconnect.max.attempts",
            "grpc.reconnect.backoff.max.ms",
            "grpc.message.queue.size",
            "grpc.connection.timeout.ms",
            "grpc.keepalive.time.ms",
            "grpc.keepalive.timeout.ms",
            "grpc.max.inbound.message.size");

    @Test
    void committedReferenceIsTheGeneratedOne() throws IOException {
        if (Boolean.getBoolean("reference.write")) {
            ConfigReference.main(new String[0]);
        }
        assertThat(Files.readString(ConfigReference.FILE)).isEqualTo(ConfigReference.render());
    }

    @Test
    void everyKeyOfTheConnectorBeforeIsKnownAndInTheMigrationTable() throws IOException {
        // When
        String readme = Files.readString(Path.of("README.md"));
        // Then
        assertThat(GrpcSourceConfig.definition().names()).containsAll(KEYS_BEFORE);
        assertThat(KEYS_BEFORE).allSatisfy(key -> assertThat(readme).contains("| `" + key + "` |"));
    }
}
