package coffee.brew.order;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The packaged service as a process of its own, in the production profile. */
final class PackagedService implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listening on: http://127\\.0\\.0\\.1:(\\d+)");
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;

    PackagedService(Map<String, String> environment) {
        try {
            log = Files.createTempFile(Path.of("target"), "order-service", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().put("QUARKUS_HTTP_PORT", "0");
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Awaitility.await().atMost(START_TIMEOUT).until(() -> listening().find());
    }

    /** Quarkus wrote down what it built: a jar, or a native executable. */
    private static List<String> command() throws IOException {
        Properties artifact = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("target", "quarkus-artifact.properties"))) {
            artifact.load(reader);
        }
        String path = Path.of("target", artifact.getProperty("path")).toString();
        return artifact.getProperty("type").equals("native")
                ? List.of(path, "-Xmx256m")
                : List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx256m", "-jar", path);
    }

    int port() {
        Matcher listening = listening();
        if (!listening.find()) {
            throw new AssertionError("not started: " + log());
        }
        return Integer.parseInt(listening.group(1));
    }

    void sendSigterm() {
        process.destroy();
    }

    boolean endsWithin(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Matcher listening() {
        return LISTENING.matcher(log());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
