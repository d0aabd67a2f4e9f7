package coffee.brew.connect.grpc.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.infra.LocalKafka;
import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One worker for all tests that only use it; it ends with this JVM. */
final class StockWorker {
    static final Duration TIMEOUT = Duration.ofSeconds(90);

    private final LocalKafka kafka = LocalKafka.shared();
    private final Path directory;
    private final ConnectWorker worker;
    private final SilentConnection silent = new SilentConnection();

    private static final class Shared {
        static final StockWorker WORKER = new StockWorker();
    }

    private StockWorker() {
        try {
            directory =
                    Files.createTempDirectory(Path.of("target"), "stock-worker").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        worker = ConnectWorker.start(directory, kafka, "stock", false);
        silent.begin(this);
    }

    static StockWorker shared() {
        return Shared.WORKER;
    }

    LocalKafka kafka() {
        return kafka;
    }

    ConnectWorker worker() {
        return worker;
    }

    /** Begun before all tests, because it takes its time. */
    SilentConnection silent() {
        return silent;
    }

    /** A file that the worker can read. */
    String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }

    /** The README's configuration, with the address of the server that is here. */
    Map<String, String> quickStart(int port) throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String json = readme.split("```json", 2)[1].split("```", 2)[0];
        Map<String, String> config =
                new HashMap<>(new Gson().fromJson(json, new TypeToken<Map<String, String>>() {}.getType()));
        config.put("grpc.server.host", "127.0.0.1");
        config.put("grpc.server.port", String.valueOf(port));
        return config;
    }

    void awaitState(String connector, String state) {
        await().atMost(TIMEOUT).until(() -> worker.rest().taskState(connector).equals(state));
    }

    void awaitPosition(String connector, String position) {
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(worker.rest()
                        .get("/connectors/" + connector + "/offsets")
                        .toString())
                .as(() -> worker.rest().get("/connectors/" + connector + "/status") + worker.log())
                .contains("\"position\":\"" + position + "\""));
    }
}
