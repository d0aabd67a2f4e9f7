package coffee.brew.connect.grpc;

import static coffee.brew.connect.grpc.TapeConfig.resuming;
import static coffee.brew.connect.grpc.TapeConfig.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffee.brew.connect.grpc.tape.TapeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that does not describe itself is read with a descriptor set, and with a good one alone. */
class DescriptorTest {
    private static final Path SET = Path.of("target/test-classes/test-protos.binpb");

    private static TapeServer server;

    @BeforeAll
    static void start() {
        server = TapeServer.withoutReflection();
        server.tape().growTo(1);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void assertReadsWith(String descriptor) {
        try (TaskRun task = new TaskRun(with(resuming(server.port()), "grpc.proto.descriptor", descriptor))) {
            assertThat(task.start().pollUntilRecords(1).numbers()).containsExactly(1L);
        }
    }

    @Test
    void fileOrBase64TakesThePlaceOfReflection() throws IOException {
        assertReadsWith(SET.toString());
        assertReadsWith(Base64.getEncoder().encodeToString(Files.readAllBytes(SET)));
    }

    @Test
    void reflectionThatIsOffFailsTheTaskAndSaysWhatToDo() {
        try (TaskRun task = new TaskRun(resuming(server.port()))) {
            task.start();
            assertThatThrownBy(() -> task.pollUntilRecords(1))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("reflection")
                    .hasMessageContaining("--include_imports --descriptor_set_out");
        }
    }

    @Test
    void badSetFailsTheTaskAtItsStart(@TempDir Path directory) throws IOException {
        // Given
        byte[] good = Files.readAllBytes(SET);
        Path cut = Files.write(directory.resolve("cut.pb"), java.util.Arrays.copyOf(good, good.length / 2));
        Path empty = Files.write(directory.resolve("empty.pb"), new byte[0]);
        for (Path bad : new Path[] {cut, empty, directory.resolve("absent.pb")}) {
            TaskRun task = new TaskRun(with(resuming(server.port()), "grpc.proto.descriptor", bad.toString()));
            // When, Then
            assertThatThrownBy(task::start)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("grpc.proto.descriptor")
                    .hasMessageContaining(bad.toString())
                    .hasMessageContaining("protoc");
        }
    }
}
