package coffee.brew.system.deploy;

import static org.awaitility.Awaitility.await;

import coffee.brew.infra.Ports;
import coffee.brew.infra.Watchdog;
import coffee.brew.sandbox.stack.Distribution;
import coffee.brew.sandbox.stack.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A packaged service as a container would run it: with the variables of its image and of its manifest and no others,
 * but on a free port.
 */
final class ServiceContainer implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Watchdog watchdog = new Watchdog("KILL", null);
    private final int port = Ports.free();
    private final Path log;
    private final Process process;

    private ServiceContainer(Service service, Path folder, Map<String, String> variables) throws IOException {
        log = Files.createTempFile(folder, service.module() + "-", ".log");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        // It does not run for long.
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        new Distribution(Tree.ROOT).jar(service).toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(new ImageRecipe("Dockerfile.jvm").environment());
        builder.environment().putAll(variables);
        builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
        process = builder.start();
        watchdog.guard(List.of(process.pid()));
    }

    static ServiceContainer start(Service service, Path folder, Map<String, String> variables) throws IOException {
        return new ServiceContainer(service, folder, variables);
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    ServiceContainer awaitReady() {
        await(log.toString())
                .atMost(TIMEOUT)
                .failFast(() -> !process.isAlive())
                .ignoreExceptions()
                .until(() -> status("/q/health/ready") == 200);
        return this;
    }

    int status(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address() + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** Waits for the end. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("still runs: " + log);
        }
        return process.exitValue();
    }

    Path log() {
        return log;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        watchdog.dismiss();
    }
}
