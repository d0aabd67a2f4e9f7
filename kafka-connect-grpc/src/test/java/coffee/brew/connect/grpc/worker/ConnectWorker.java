package coffee.brew.connect.grpc.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.infra.LocalKafka;
import coffee.brew.infra.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A distributed worker as {@code connect-distributed.sh} starts it: Kafka's own jars from Maven, the plugin archive
 * unpacked into the plugin path, found by service loading. Does not outlive this JVM.
 */
public final class ConnectWorker implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

    /** A test ends before the second compiler pays off. */
    private static final List<String> QUICK_START = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1");

    private final Path directory;
    private final LocalKafka kafka;
    private final String group;
    private final boolean exactlyOnce;
    private final List<String> options;
    private final ConnectRest rest = new ConnectRest(Ports.free());
    private Process process;

    private ConnectWorker(Path directory, LocalKafka kafka, String group, boolean exactlyOnce, List<String> options) {
        this.directory = directory;
        this.kafka = kafka;
        this.group = group;
        this.exactlyOnce = exactlyOnce;
        this.options = options;
        for (String topic : List.of("configs", "offsets", "status")) {
            kafka.createTopic(group + "-" + topic, 1, Map.of("cleanup.policy", "compact"));
        }
        this.process = newProcess();
    }

    public static ConnectWorker start(Path directory, LocalKafka kafka, String group, boolean exactlyOnce) {
        ConnectWorker worker = launch(directory, kafka, group, exactlyOnce);
        worker.awaitServing();
        return worker;
    }

    /** With these options of the JVM. */
    public static ConnectWorker start(
            Path directory, LocalKafka kafka, String group, boolean exactlyOnce, String... options) {
        ConnectWorker worker = new ConnectWorker(directory, kafka, group, exactlyOnce, List.of(options));
        worker.awaitServing();
        return worker;
    }

    /** Starts without waiting; see {@link #awaitServing()}. */
    static ConnectWorker launch(Path directory, LocalKafka kafka, String group, boolean exactlyOnce) {
        return new ConnectWorker(directory, kafka, group, exactlyOnce, QUICK_START);
    }

    public ConnectRest rest() {
        return rest;
    }

    public long pid() {
        return process.pid();
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(30));
    }

    /** SIGKILL, and another process in its place; see {@link #awaitServing()}. */
    void relaunch() {
        kill();
        process = newProcess();
    }

    /** Everything the worker has logged. */
    public String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private Path logFile() {
        return directory.resolve(group + ".log");
    }

    private Process newProcess() {
        try {
            Path plugins = PluginArchive.unpackedInto(directory.resolve("plugins"));
            Path properties = directory.resolve(group + ".properties");
            Files.writeString(properties, text(configuration(plugins)));
            Path logging = directory.resolve("log4j2.properties");
            Files.writeString(
                    logging,
                    """
                    rootLogger.level=WARN
                    rootLogger.appenderRef.out.ref=out
                    appender.out.type=Console
                    appender.out.name=out
                    appender.out.layout.type=PatternLayout
                    appender.out.layout.pattern=%d %p %X{connector.context}%m (%c)%n%throwable
                    logger.brew.name=coffee.brew
                    logger.brew.level=INFO
                    """);
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options);
            command.addAll(List.of(
                    "-XX:+UseSerialGC",
                    "-Dlog4j2.configurationFile=" + logging,
                    "-cp",
                    System.getProperty("connect.worker") + "/*",
                    "org.apache.kafka.connect.cli.ConnectDistributed",
                    properties.toString()));
            Process launched = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                    .start();
            killWithThisJvm(launched);
            return launched;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A shell that reads from us, and when we are gone, for whatever reason, kills the worker. */
    private static void killWithThisJvm(Process launched) throws IOException {
        new ProcessBuilder("sh", "-c", "cat > /dev/null; kill -9 " + launched.pid() + " 2> /dev/null").start();
    }

    private Map<String, String> configuration(Path plugins) {
        return Map.ofEntries(
                Map.entry("bootstrap.servers", kafka.bootstrapServers()),
                Map.entry("group.id", group),
                Map.entry("listeners", "http://127.0.0.1:" + rest.port()),
                Map.entry("plugin.path", plugins.toString()),
                Map.entry("plugin.discovery", "service_load"),
                Map.entry("key.converter", "org.apache.kafka.connect.storage.StringConverter"),
                Map.entry("value.converter", "org.apache.kafka.connect.json.JsonConverter"),
                Map.entry("value.converter.schemas.enable", "false"),
                Map.entry("config.storage.topic", group + "-configs"),
                Map.entry("offset.storage.topic", group + "-offsets"),
                Map.entry("status.storage.topic", group + "-status"),
                Map.entry("config.storage.replication.factor", "1"),
                Map.entry("offset.storage.replication.factor", "1"),
                Map.entry("status.storage.replication.factor", "1"),
                Map.entry("offset.storage.partitions", "1"),
                Map.entry("status.storage.partitions", "1"),
                Map.entry("offset.flush.interval.ms", "500"),
                // A killed worker's tasks are started again at once, by the same worker.
                Map.entry("scheduled.rebalance.max.delay.ms", "0"),
                Map.entry("session.timeout.ms", "6000"),
                Map.entry("heartbeat.interval.ms", "1000"),
                Map.entry("exactly.once.source.support", exactlyOnce ? "enabled" : "disabled"));
    }

    private static String text(Map<String, String> configuration) {
        Properties properties = new Properties();
        properties.putAll(configuration);
        StringBuilder text = new StringBuilder();
        properties.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        return text.toString();
    }

    void awaitServing() {
        await("the worker serves, or its log says why not: " + logFile())
                .atMost(START_TIMEOUT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !process.isAlive() || rest.isServing());
        assertThat(process.isAlive())
                .as(() -> new String(log().getBytes(UTF_8), UTF_8))
                .isTrue();
    }
}
