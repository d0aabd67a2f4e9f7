package coffee.brew.connect.grpc.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.connect.grpc.tape.TapeServer;
import coffee.brew.infra.LocalKafka;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive in the plugin path of a stock worker, used as the README and an operator use it. */
class StockWorkerIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final String SECRET = "s3cret-t0ken";

    @TempDir
    static Path directory;

    private static LocalKafka kafka;
    private static ConnectWorker worker;

    @BeforeAll
    static void start() {
        kafka = LocalKafka.start();
        worker = ConnectWorker.start(directory, kafka, "stock", false);
    }

    @AfterAll
    static void stop() {
        worker.close();
        kafka.close();
    }

    /** The README's configuration, with the address of the server that is here. */
    private static Map<String, String> quickStart(int port) throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String json = readme.split("```json", 2)[1].split("```", 2)[0];
        Map<String, String> config =
                new HashMap<>(new Gson().fromJson(json, new TypeToken<Map<String, String>>() {}.getType()));
        config.put("grpc.server.host", "127.0.0.1");
        config.put("grpc.server.port", String.valueOf(port));
        return config;
    }

    @Test
    void pluginIsListedByServiceLoading() {
        // When
        String plugins = worker.rest().get("/connector-plugins").toString();
        // Then
        assertThat(plugins).contains("\"class\":\"coffee.brew.connect.grpc.GrpcSourceConnector\"");
    }

    @Test
    void readmeConfigurationMovesMessagesAndStoresPositions() throws IOException {
        // Given
        try (TapeServer server = TapeServer.start()) {
            server.tape().growTo(1_000);
            Map<String, String> config = quickStart(server.port());
            // When
            worker.rest().put("quick-start", config);
            await().atMost(TIMEOUT)
                    .until(() -> worker.rest().taskState("quick-start").equals("RUNNING"));
            // Then
            awaitPosition("quick-start", "1000");
            try (TopicNumbers numbers = new TopicNumbers(kafka.bootstrapServers(), "tape.cuts")) {
                assertThat(numbers.readUntil(1_000).missing(1_000)).isZero();
            }
        }
    }

    private static void awaitPosition(String connector, String position) {
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(worker.rest()
                        .get("/connectors/" + connector + "/offsets")
                        .toString())
                .as(() -> worker.rest().get("/connectors/" + connector + "/status") + worker.log())
                .contains("\"position\":\"" + position + "\""));
    }

    @Test
    void positionsAreSetByHandWhileTheConnectorIsStopped() throws IOException {
        // Given
        try (TapeServer server = TapeServer.start()) {
            server.tape().growTo(10);
            worker.rest().put("altered", quickStart(server.port()));
            awaitPosition("altered", "10");
            worker.rest().change("PUT", "/connectors/altered/stop", "");
            // When
            worker.rest()
                    .change(
                            "PATCH",
                            "/connectors/altered/offsets",
                            """
                            {"offsets": [{
                              "partition": {"stream": "tape.v1.TapeService/Play {}"},
                              "offset": {"position": "4"}}]}""");
            worker.rest().change("PUT", "/connectors/altered/resume", "");
            // Then
            await().atMost(TIMEOUT)
                    .until(() -> server.tape().requests().stream().anyMatch(request -> request.getAfterNumber() == 4));
        }
    }

    @Test
    void refusalIsTheTaskStatusAndSecretsAreNowhere() throws IOException {
        // Given
        try (TapeServer server = TapeServer.start()) {
            server.refuse(Status.UNAUTHENTICATED.withDescription("nobody knows " + SECRET));
            Map<String, String> config = quickStart(server.port());
            config.put("grpc.metadata.authorization", SECRET);
            // When
            worker.rest().put("refused", config);
            await().atMost(TIMEOUT)
                    .until(() -> worker.rest().taskState("refused").equals("FAILED"));
            // Then
            assertThat(worker.rest().taskTrace("refused"))
                    .contains("UNAUTHENTICATED")
                    .doesNotContain(SECRET);
            assertThat(worker.log()).contains("UNAUTHENTICATED").doesNotContain(SECRET);
        }
    }

    @Test
    void validationAnswersAtTheKey() throws IOException {
        // Given
        try (TapeServer server = TapeServer.start()) {
            Map<String, String> config = quickStart(server.port());
            config.put("name", "validated");
            config.put("grpc.key.field", "kye");
            // When
            JsonObject answer = worker.rest().validate(config);
            // Then
            assertThat(answer.get("error_count").getAsInt()).isOne();
            assertThat(answer.toString()).contains("grpc.key.field").contains("no field 'kye'");
        }
    }
}
