package coffee.brew.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.ProdBuildResults;
import io.quarkus.test.ProdModeTestResults;
import io.quarkus.test.QuarkusProdModeTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A packaged service in a process of its own: what it does at its start and at its end. */
@NullUnmarked
class ProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final QuarkusProdModeTest APP = new QuarkusProdModeTest()
            .withApplicationRoot(
                    jar -> jar.addPackages(false, path -> !path.get().contains("Test"), "coffee.brew.outbox")
                            .addAsResource("META-INF/microprofile-config.properties")
                            .addAsResource("application.properties"))
            .setApplicationName("thing-service")
            .setRun(false);

    @ProdBuildResults
    private ProdModeTestResults build;

    @TempDir
    private Path directory;

    @Test
    void sigtermUnderLoadCausesNoDuplicateAndLosesNothing() throws Exception {
        // Given
        TestTopic topic = new TestTopic();
        try (TestDatabase database = new TestDatabase()) {
            Process service = start(database, topic, Map.of("THINGS_TOPIC", topic.name));
            await().atMost(PATIENCE).until(() -> topic.records().size() > 500);
            // When
            service.destroy();
            boolean ended = service.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            // Then
            assertThat(ended).isTrue();
            assertThat(log()).contains("stopped in").doesNotContain("relay stopped before its batch was settled");
            assertThat(database.number("SELECT count(*) FROM outbox_lane WHERE owner IS NOT NULL"))
                    .isZero();
            try (TestRelay second = new TestRelay("node-2", database, topic)) {
                second.start();
                await().atMost(TestDatabase.TIMEOUT).until(() -> database.pending() == 0);
            }
            List<ConsumerRecord<String, byte[]>> records = topic.records();
            assertThat(records).extracting(ConsumerRecord::key).doesNotHaveDuplicates();
            assertThat((long) records.size()).isEqualTo(database.number("SELECT count(*) FROM aggregate"));
        }
    }

    @Test
    void serviceWithAProducerThatCouldLoseEventsDoesNotStart() throws Exception {
        // Given
        Map<String, String> unsafe = Map.of(
                "MP_MESSAGING_OUTGOING_OUTBOX_ACKS", "1",
                "MP_MESSAGING_OUTGOING_OUTBOX_ENABLE_IDEMPOTENCE", "false");
        try (TestDatabase database = new TestDatabase()) {
            // When
            Process service = start(database, new TestTopic(), unsafe);
            boolean ended = service.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            // Then
            assertThat(ended).isTrue();
            assertThat(service.exitValue()).isNotZero();
            assertThat(log()).contains("acks must be all", "enable.idempotence must be true");
        }
    }

    private Process start(TestDatabase database, TestTopic topic, Map<String, String> environment) throws IOException {
        Path jar = build.getResults().get(0).getPath();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar.toString());
        builder.environment().putAll(database.database.environment());
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", topic.server.bootstrapServers());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        return builder.start();
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }
}
