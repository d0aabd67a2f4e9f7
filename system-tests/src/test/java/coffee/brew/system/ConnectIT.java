package coffee.brew.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.sandbox.stack.Node;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A worker of Kafka Connect beside the running system, as {@code ./brewctl connect up} starts it. */
class ConnectIT {
    private static final String TOPIC = "brew.health";

    @RegisterExtension
    final Brew brew = new Brew();

    @Test
    void streamOfARunningNodeIsReadIntoATopicAndAgainByAWorkerThatWasKilled() throws Exception {
        // Given
        Node worker = brew.node("connect-1");
        worker.start();
        brew.stack().kafka().createTopic(TOPIC, 1);
        put(worker, configuration(brew.node("order-1").port()));
        awaitRecords(1);
        // When
        worker.kill();
        worker.start();
        // Then
        List<String> health = awaitRecords(2);
        assertThat(health).allMatch(record -> record.contains("SERVING"));
        assertThat(brew.stack().state().nodes())
                .filteredOn(node -> node.name().equals("connect-1"))
                .singleElement()
                .matches(node -> node.probe().isReady());
    }

    private static Map<String, String> configuration(int port) {
        return Map.of(
                "connector.class", "coffee.brew.connect.grpc.GrpcSourceConnector",
                "kafka.topic", TOPIC,
                "grpc.server.host", "127.0.0.1",
                "grpc.server.port", Integer.toString(port),
                "grpc.service.name", "grpc.health.v1.Health",
                "grpc.method.name", "Watch");
    }

    private static void put(Node worker, Map<String, String> configuration) throws IOException {
        String body = new ObjectMapper().writeValueAsString(configuration);
        HttpRequest request = HttpRequest.newBuilder(URI.create(worker.httpAddress() + "/connectors/health/config"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body))
                .build();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        await().atMost(Brew.TIMEOUT).until(() -> {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            // While workers agree on who does what, they ask to be asked again.
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201, 409, 500, 503);
            return answer.statusCode() < 300;
        });
    }

    /** The values of the topic, when there are so many. */
    private List<String> awaitRecords(int count) {
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        brew.stack().kafka().bootstrapServers(),
                        "isolation.level",
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            List<String> values = new ArrayList<>();
            consumer.seekToBeginning(List.of(partition));
            await().pollInSameThread().atMost(Brew.TIMEOUT).until(() -> {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> values.add(new String(record.value(), StandardCharsets.UTF_8)));
                return values.size() >= count;
            });
            return values;
        }
    }
}
