package coffee.brew.connect.grpc.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Kafka Connect's REST interface, as an operator uses it. */
public final class ConnectRest {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final int CONFLICT = 409;
    private static final int ERRORS_FROM = 400;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;

    ConnectRest(int port) {
        this.port = port;
    }

    int port() {
        return port;
    }

    boolean isServing() {
        try {
            return send("GET", "/connectors", "").statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    public JsonElement get(String path) {
        HttpResponse<String> answer = send("GET", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(ERRORS_FROM);
        return JsonParser.parseString(answer.body());
    }

    /** Creates or changes the connector. While workers agree on who does what, they ask to be asked again. */
    public void put(String connector, Map<String, String> config) {
        change("PUT", "/connectors/" + connector + "/config", new Gson().toJson(config));
    }

    public JsonObject validate(Map<String, String> config) {
        HttpResponse<String> answer =
                send("PUT", "/connector-plugins/GrpcSourceConnector/config/validate", new Gson().toJson(config));
        return JsonParser.parseString(answer.body()).getAsJsonObject();
    }

    public void restartTask(String connector) {
        change("POST", "/connectors/" + connector + "/tasks/0/restart", "");
    }

    public void change(String method, String path, String body) {
        await(method + " " + path).atMost(TIMEOUT).until(() -> {
            HttpResponse<String> answer = send(method, path, body);
            boolean again = answer.statusCode() == CONFLICT || answer.statusCode() >= 500;
            assertThat(again || answer.statusCode() < ERRORS_FROM)
                    .as(answer.body())
                    .isTrue();
            return !again;
        });
    }

    /** The states of all tasks of the connector. */
    List<String> taskStates(String connector) {
        return get("/connectors/" + connector + "/status").getAsJsonObject().getAsJsonArray("tasks").asList().stream()
                .map(task -> task.getAsJsonObject().get("state").getAsString())
                .toList();
    }

    /** The state of the connector's first task; empty when there is none yet. */
    public String taskState(String connector) {
        return task(connector, "state");
    }

    /** Why the connector's first task has failed. */
    public String taskTrace(String connector) {
        return task(connector, "trace");
    }

    private String task(String connector, String field) {
        HttpResponse<String> answer = send("GET", "/connectors/" + connector + "/tasks/0/status", "");
        JsonElement found =
                JsonParser.parseString(answer.body()).getAsJsonObject().get(field);
        return found == null ? "" : found.getAsString();
    }

    private HttpResponse<String> send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .timeout(TIMEOUT)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
