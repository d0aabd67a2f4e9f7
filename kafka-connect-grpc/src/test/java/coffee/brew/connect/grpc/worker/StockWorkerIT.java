package coffee.brew.connect.grpc.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.connect.grpc.tape.Pki;
import coffee.brew.connect.grpc.tape.TapeServer;
import com.google.gson.JsonObject;
import io.grpc.Status;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The archive in the plugin path of a stock worker, used as the README and an operator use it. */
class StockWorkerIT {
    private static final String SECRET = "s3cret-t0ken";
    private static final String SECRET_IN_FILE = "s3cret-in-a-file";

    private final StockWorker stock = StockWorker.shared();

    @Test
    void pluginIsListedByServiceLoading() {
        // When
        String plugins = stock.worker().rest().get("/connector-plugins").toString();
        // Then
        assertThat(plugins).contains("\"class\":\"coffee.brew.connect.grpc.GrpcSourceConnector\"");
    }

    @Test
    void readmeConfigurationMovesMessagesAndStoresPositions() throws IOException {
        // Given
        try (TapeServer server = TapeServer.start()) {
            server.tape().growTo(1_000);
            Map<String, String> config = stock.quickStart(server.port());
            // When
            stock.worker().rest().put("quick-start", config);
            stock.awaitState("quick-start", "RUNNING");
            // Then
            stock.awaitPosition("quick-start", "1000");
            try (TopicNumbers numbers = new TopicNumbers(stock.kafka().bootstrapServers(), "tape.cuts")) {
                assertThat(numbers.readUntil(1_000).missing(1_000)).isZero();
            }
        }
    }

    @Test
    void positionsAreSetByHandWhileTheConnectorIsStopped() throws IOException {
        // Given
        try (TapeServer server = TapeServer.start()) {
            server.tape().growTo(10);
            stock.worker().rest().put("altered", stock.quickStart(server.port()));
            stock.awaitPosition("altered", "10");
            stock.worker().rest().change("PUT", "/connectors/altered/stop", "");
            // When
            stock.worker()
                    .rest()
                    .change(
                            "PATCH",
                            "/connectors/altered/offsets",
                            """
                            {"offsets": [{
                              "partition": {"stream": "tape.v1.TapeService/Play {}"},
                              "offset": {"position": "4"}}]}""");
            stock.worker().rest().change("PUT", "/connectors/altered/resume", "");
            // Then
            await().atMost(StockWorker.TIMEOUT)
                    .until(() -> server.tape().requests().stream().anyMatch(request -> request.getAfterNumber() == 4));
        }
    }

    @Test
    void refusalIsTheTaskStatusAndSecretsAreNowhere() throws IOException {
        // Given
        try (TapeServer server = TapeServer.start()) {
            server.refuse(Status.UNAUTHENTICATED.withDescription("nobody knows " + SECRET + " and " + SECRET_IN_FILE));
            Map<String, String> config = stock.quickStart(server.port());
            config.put("grpc.metadata.x-key", SECRET);
            config.put("grpc.metadata.files", "authorization=Bearer @" + stock.file("token", SECRET_IN_FILE));
            // When
            stock.worker().rest().put("refused", config);
            stock.awaitState("refused", "FAILED");
            // Then
            assertThat(stock.worker().rest().taskTrace("refused"))
                    .contains("UNAUTHENTICATED: nobody knows [hidden] and [hidden]")
                    .doesNotContain(SECRET, SECRET_IN_FILE);
            assertThat(stock.worker().log()).contains("UNAUTHENTICATED").doesNotContain(SECRET, SECRET_IN_FILE);
        }
    }

    @Test
    void validationAnswersAtTheKey() throws IOException {
        // Given
        try (TapeServer server = TapeServer.start()) {
            Map<String, String> config = stock.quickStart(server.port());
            config.put("name", "validated");
            config.put("grpc.key.field", "kye");
            // When
            JsonObject answer = stock.worker().rest().validate(config);
            // Then
            assertThat(answer.get("error_count").getAsInt()).isOne();
            assertThat(answer.toString()).contains("grpc.key.field").contains("no field 'kye'");
        }
    }

    @Test
    void mutualTlsWithAnEncryptedKeyReadsAndARefusedServerIsTheTaskStatus() throws IOException {
        // Given
        Pki authority = new Pki("tape authority");
        Pki.Identity client = authority.identity("connector");
        try (TapeServer server =
                TapeServer.secured(authority.identity("tape.example").credentials(authority))) {
            server.tape().growTo(10);
            Map<String, String> config = stock.quickStart(server.port());
            config.put("kafka.topic", "tape.secured");
            config.put("grpc.tls.enabled", "true");
            config.put("grpc.tls.ca.cert", stock.file("ca.pem", authority.certificate()));
            config.put("grpc.tls.client.cert", stock.file("client.pem", client.certificate()));
            config.put("grpc.tls.client.key", stock.file("client.key", client.keyUnder(SECRET)));
            config.put("grpc.tls.client.key.password", SECRET);
            config.put("grpc.tls.authority", "tape.example");
            // When
            stock.worker().rest().put("secured", config);
            stock.awaitPosition("secured", "10");
            config.put("grpc.tls.authority", "another.example");
            config.put("grpc.reconnect.enabled", "false");
            stock.worker().rest().put("refusing", config);
            stock.awaitState("refusing", "FAILED");
            // Then
            assertThat(stock.worker().rest().taskTrace("refusing")).contains("another name", "tape.example");
            assertThat(stock.worker().log() + stock.worker().rest().taskTrace("refusing"))
                    .doesNotContain(SECRET);
        }
    }
}
