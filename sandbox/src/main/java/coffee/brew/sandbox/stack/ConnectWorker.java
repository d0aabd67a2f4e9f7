package coffee.brew.sandbox.stack;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A worker of Kafka Connect as {@code connect-distributed.sh} starts it: Kafka's own jars, and the plugin in the plugin
 * path. All workers of a stack are one group, which keeps connectors and positions in topics.
 */
final class ConnectWorker {
    /** Kafka's own is in a file of its distribution; without one, only errors are logged. */
    private static final String LOGGING =
            """
            rootLogger.level=INFO
            rootLogger.appenderRef.out.ref=out
            appender.out.type=Console
            appender.out.name=out
            appender.out.layout.type=PatternLayout
            appender.out.layout.pattern=%d %p %X{connector.context}%m (%c)%n%throwable
            # Repeats its configuration with every client.
            logger.config.name=org.apache.kafka.common.config.AbstractConfig
            logger.config.level=WARN
            """;

    /** Enough for the queues of a few connectors. */
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xms32m", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

    private final Distribution distribution;
    private final Path directory;
    private final String bootstrapServers;
    private final int brokers;

    ConnectWorker(Distribution distribution, Path directory, String bootstrapServers, int brokers) {
        this.distribution = distribution;
        this.directory = directory;
        this.bootstrapServers = bootstrapServers;
        this.brokers = brokers;
    }

    /** The process of a worker whose REST interface is on the port. */
    NodeProcess process(String name, int port, Path log) {
        return new NodeProcess(log, further -> start(name, port, log, further));
    }

    private Process start(String name, int port, Path log, Map<String, String> further) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.add("-Dlog4j2.configurationFile=" + file("connect-log4j2.properties", LOGGING));
        command.addAll(List.of("-cp", distribution.connectWorker() + "/*"));
        command.add("org.apache.kafka.connect.cli.ConnectDistributed");
        command.add(file(name + ".properties", properties(port)).toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        builder.environment().putAll(further);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    private Path file(String name, String content) {
        try {
            return Files.writeString(directory.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + name, e);
        }
    }

    /** The file that containers take, with addresses, paths and replication of this stack. */
    private String properties(int port) {
        Properties properties = new Properties();
        StringWriter text = new StringWriter();
        try (Reader file = Files.newBufferedReader(distribution.connectProperties())) {
            properties.load(file);
            properties.putAll(Map.of(
                    "bootstrap.servers", bootstrapServers,
                    "listeners", "http://127.0.0.1:" + port,
                    "plugin.path", distribution.connectPlugins().toString(),
                    "config.storage.replication.factor", Integer.toString(brokers),
                    "offset.storage.replication.factor", Integer.toString(brokers),
                    "status.storage.replication.factor", Integer.toString(brokers)));
            properties.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot configure Kafka Connect", e);
        }
        return text.toString();
    }
}
