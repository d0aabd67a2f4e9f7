package coffee.brew.sandbox.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.OptionalDouble;

/** Asks a node how it is. */
public final class NodeProbe {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int OK = 200;

    /** Where a service says that it is ready. */
    static final String READY = "/q/health/ready";

    private final String httpAddress;
    private final String readyPath;

    /** Of a service. */
    public NodeProbe(String httpAddress) {
        this(httpAddress, READY);
    }

    NodeProbe(String httpAddress, String readyPath) {
        this.httpAddress = httpAddress;
        this.readyPath = readyPath;
    }

    /** False as well when nobody answers. */
    public boolean isReady() {
        try {
            return get(readyPath).statusCode() == OK;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The sum of a metric over all its tags, as {@code /q/metrics} shows it; empty when the node does not have it or
     * does not answer.
     *
     * @param name as in the exposition, {@code _total} included
     */
    public OptionalDouble metric(String name) {
        try {
            return Metrics.sum(get("/q/metrics").body(), name);
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }

    private HttpResponse<String> get(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(httpAddress + path))
                // Services have metrics in more than one form; Kafka Connect has JSON alone.
                .header("Accept", "text/plain, */*;q=0.5")
                .timeout(TIMEOUT)
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("interrupted", "", e);
        }
    }
}
