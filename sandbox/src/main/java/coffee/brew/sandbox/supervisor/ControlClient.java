package coffee.brew.sandbox.supervisor;

import coffee.brew.sandbox.stack.Json;
import coffee.brew.sandbox.stack.NotRunningException;
import coffee.brew.sandbox.stack.SandboxException;
import coffee.brew.sandbox.stack.StackState;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Gives orders to a supervisor and waits until they are carried out. */
public final class ControlClient {
    /** Longer than a node may take to become ready. */
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private static final int OK = 200;

    private final StackState.Control control;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public ControlClient(StackState stack) {
        StackState.Control address = stack.control();
        if (address == null) {
            throw new SandboxException("the stack is not ready for orders yet", "try again in a few seconds");
        }
        this.control = address;
    }

    /**
     * Carries out an action on a node.
     *
     * @param action start, stop, kill, pause or resume
     * @throws SandboxException with the supervisor's reason when it refuses
     */
    public void node(String name, String action) {
        post("/nodes/" + name + "/" + action);
    }

    private void post(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + control.port() + path))
                .header("Authorization", "Bearer " + control.token())
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != OK) {
                JsonNode answer = Json.MAPPER.readTree(response.body());
                String error = answer.path("error").asText();
                String advice = answer.path("advice").asText();
                throw response.statusCode() == ControlServer.GONE
                        ? new NotRunningException(error, advice)
                        : new SandboxException(error, advice);
            }
        } catch (IOException e) {
            throw new SandboxException("the supervisor does not answer: " + e, "see: ./brewctl logs supervisor", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("interrupted", "", e);
        }
    }
}
