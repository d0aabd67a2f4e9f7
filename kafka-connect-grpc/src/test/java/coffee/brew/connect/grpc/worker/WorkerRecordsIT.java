package coffee.brew.connect.grpc.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.connect.grpc.sampler.Sample;
import coffee.brew.connect.grpc.sampler.SamplerServer;
import coffee.brew.connect.grpc.sampler.Samples;
import coffee.brew.connect.grpc.sampler.WayBack;
import coffee.brew.connect.grpc.tape.TapeServer;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;

/** What a stock worker makes of messages: records, dead letters, tasks. */
class WorkerRecordsIT {
    private static final byte[] NO_MESSAGE = {(byte) 0xff, (byte) 0xff, (byte) 0xff};

    private final StockWorker stock = StockWorker.shared();

    @Test
    void messageThatIsNoneIsKeptOnTheDeadLetterTopic() throws IOException {
        // Given
        try (TapeServer server = TapeServer.start()) {
            server.tape().growTo(3);
            server.tape().spoil(2, NO_MESSAGE);
            Map<String, String> config = stock.quickStart(server.port());
            config.put("kafka.topic", "tape.spoiled");
            config.put("errors.tolerance", "all");
            config.put("errors.log.enable", "true");
            config.put("errors.deadletterqueue.topic.name", "tape.dead");
            // When
            stock.worker().rest().put("spoiled", config);
            stock.awaitPosition("spoiled", "3");
            // Then
            ConsumerRecord<byte[], byte[]> dead =
                    TopicRecords.read(stock.kafka(), "tape.dead", 1).get(0);
            String base64 = new String(dead.value(), UTF_8).replace("\"", "");
            assertThat(Base64.getDecoder().decode(base64)).isEqualTo(NO_MESSAGE);
            assertThat(new String(
                            dead.headers()
                                    .lastHeader("__connect.errors.exception.message")
                                    .value(),
                            UTF_8))
                    .contains("tape.v1.Cut");
            assertThat(TopicRecords.read(stock.kafka(), "tape.spoiled", 2)).hasSize(2);
            assertThat(stock.worker().log()).contains("message failed").contains("message=not logged");
        }
    }

    @Test
    void everyProtoTypeGoesThroughTheTopicAndBack() throws IOException {
        // Given
        try (SamplerServer server = new SamplerServer();
                JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "true"), false);
            Map<String, String> config = stock.quickStart(server.port());
            config.keySet().removeIf(key -> key.startsWith("grpc.resume") || key.endsWith(".field"));
            config.put("kafka.topic", "samples");
            config.put("topic.creation.default.partitions", "1");
            config.put("grpc.service.name", "sampler.v1.SamplerService");
            config.put("grpc.method.name", "Draw");
            config.put("grpc.stream.end", "finish");
            config.put("grpc.value.timestamp", "exact");
            config.put("value.converter.schemas.enable", "true");
            // When
            stock.worker().rest().put("samples", config);
            stock.awaitState("samples", "RUNNING");
            List<Sample> samples = TopicRecords.read(stock.kafka(), "samples", Samples.ALL.size()).stream()
                    .map(sent -> converter.toConnectData("samples", sent.value()))
                    .map(value -> WayBack.ofStruct((Struct) value.value()))
                    .toList();
            // Then
            assertThat(samples).isEqualTo(Samples.ALL);
            assertThat(stock.worker()
                            .log()
                            .lines()
                            .filter(line -> line.contains("samples|task-0") && line.contains("AT MOST ONCE")))
                    .as("said once where there is no position")
                    .hasSize(1);
        }
    }

    @Test
    void connectionThatIsSilentlyDeadIsNoticedByTheKeepAlive() throws IOException {
        assertThat(TopicRecords.read(stock.kafka(), "tape.silent", 2)).hasSize(2);
    }

    @Test
    void requestsAreSpreadOverTasksAndEachHasItsPosition() throws IOException {
        // Given
        try (TapeServer server = TapeServer.start()) {
            server.tape().growTo(5);
            Map<String, String> config = stock.quickStart(server.port());
            config.put("kafka.topic", "tape.spread");
            config.put("tasks.max", "2");
            config.put("grpc.request.message", "[{\"tape\":\"a\"},{\"tape\":\"b\"},{\"tape\":\"c\"}]");
            // When
            stock.worker().rest().put("spread", config);
            // Then
            assertThat(TopicRecords.read(stock.kafka(), "tape.spread", 15)).hasSize(15);
            assertThat(stock.worker().rest().taskStates("spread")).containsExactly("RUNNING", "RUNNING");
            await().atMost(StockWorker.TIMEOUT)
                    .until(() -> stock.worker()
                                    .rest()
                                    .get("/connectors/spread/offsets")
                                    .getAsJsonObject()
                                    .getAsJsonArray("offsets")
                                    .size()
                            == 3);
        }
    }
}
