package coffee.brew.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffee.brew.infra.LocalKafka.Options;
import io.smallrye.reactive.messaging.kafka.companion.KafkaCompanion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("LocalKafka.shared()")
class LocalKafkaTest {
    private final LocalKafka kafka = LocalKafka.shared();

    @Test
    void kafkaCompanionWorksAgainstTheSharedBroker() {
        // Given
        kafka.createTopic("greetings", 1);
        try (KafkaCompanion companion = new KafkaCompanion(kafka.bootstrapServers())) {
            // When
            companion
                    .produceStrings()
                    .fromRecords(KafkaCompanion.record("greetings", "hello"))
                    .awaitCompletion();
            // Then
            assertThat(companion
                            .consumeStrings()
                            .fromTopics("greetings", 1)
                            .awaitCompletion(Duration.ofSeconds(60))
                            .getFirstRecord()
                            .value())
                    .isEqualTo("hello");
        }
    }

    @Test
    void acknowledgedRecordSurvivesKillAndRestart() throws Exception {
        // Given
        kafka.createTopic("survivors", 1);
        Records.send(kafka, "survivors", "kept");
        long killed = kafka.pid();
        // When
        kafka.kill();
        boolean running = kafka.isRunning();
        kafka.restart();
        // Then
        assertThat(running).isFalse();
        assertThat(kafka.pid()).isNotEqualTo(killed);
        assertThat(Records.read(kafka, "survivors", 1)).containsExactly("kept");
    }

    @Test
    void pausedBrokerAnswersNobodyUntilItIsResumed() throws Exception {
        // Given
        kafka.createTopic("patience", 1);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.listTopics().names().get(20, TimeUnit.SECONDS);
            // When
            kafka.pause();
            try {
                // Then
                assertThatThrownBy(() -> admin.listTopics().names().get(500, TimeUnit.MILLISECONDS))
                        .isInstanceOf(TimeoutException.class);
            } finally {
                kafka.resume();
            }
            assertThat(admin.listTopics().names().get(20, TimeUnit.SECONDS)).contains("patience");
        }
    }

    @Test
    void topicKeptForeverHasNoRetention() throws ExecutionException, InterruptedException {
        // Given
        kafka.createTopic("history", 6, LocalKafka.KEPT_FOREVER);
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "history");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            // When
            String retention = admin.describeConfigs(List.of(topic))
                    .all()
                    .get()
                    .values()
                    .iterator()
                    .next()
                    .get("retention.ms")
                    .value();
            // Then
            assertThat(retention).isEqualTo("-1");
        }
    }

    @Test
    void existingTopicStaysAndRefusesAnotherNumberOfPartitions() {
        // Given
        kafka.createTopic("fixed", 6);
        // When
        kafka.createTopic("fixed", 6);
        // Then
        assertThatThrownBy(() -> kafka.createTopic("fixed", 12))
                .isInstanceOf(LocalServerException.class)
                .hasMessageContaining("has 6 partitions, not 12");
    }

    @Test
    void runningBrokerIsFoundByItsDirectory() {
        // Given
        Path directory = kafka.directory();
        // When
        LocalKafka found = LocalKafka.find(directory).orElseThrow();
        // Then
        assertThat(found.pid()).isEqualTo(kafka.pid());
        assertThat(found.bootstrapServers()).isEqualTo(kafka.bootstrapServers());
        assertThatThrownBy(() -> LocalKafka.start(Options.keptIn(directory)))
                .isInstanceOf(LocalServerException.class)
                .hasMessageContaining("in use by a live Kafka, pid " + kafka.pid());
    }

    @Test
    void takenPortIsNamedTogetherWithTheServer() throws IOException {
        // Given
        try (ServerSocket somebody = new ServerSocket(Ports.free(), 1, InetAddress.getLoopbackAddress())) {
            Options options = Options.throwAway().withPorts(somebody.getLocalPort());
            // Then
            assertThatThrownBy(() -> LocalKafka.start(options))
                    .isInstanceOf(LocalServerException.class)
                    .hasMessageContaining("Port " + somebody.getLocalPort() + " of Kafka is taken");
        }
    }

    @Test
    void brokerThatDiesWhileStartingIsQuoted(@TempDir Path directory) throws IOException {
        // Given
        Files.createDirectories(directory.resolve("node-1"));
        Files.writeString(directory.resolve("node-1/meta.properties"), "version=1\nnode.id=7\n");
        // Then
        assertThatThrownBy(() -> LocalKafka.start(Options.keptIn(directory)))
                .isInstanceOf(LocalServerException.class)
                .hasMessageContaining("meta.properties")
                .hasMessageContaining("kafka-1.log");
    }
}
