package coffee.brew.infra;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code ./mvnw -pl order-service quarkus:dev}: finds the servers of a running {@code ./brewctl up}, else those
 * of another service in dev mode, else starts some, and configures the service for them.
 *
 * <p>Starts nothing outside the profile {@code dev}, when the service has an address of a database already, or when
 * Quarkus' Dev Services are asked for ({@code quarkus.devservices.enabled=true}). When the service's own port is taken,
 * it gets a free one, and says so. Never packaged: services depend on
 * this library in the scope {@code provided}, which Quarkus has on the class path in dev mode and in tests alone.
 *
 * <p>The servers end with the process that started them; the data stay in {@code .brew/dev}.
 */
public final class DevServers implements ConfigSourceFactory {
    private static final String ORDERS = "brew.orders.v1";
    private static final int ORDERS_PARTITIONS = 6;
    private static final String INCOMING = "mp.messaging.incoming.";
    private static final String GROUP = ".group.id";

    // Below application.properties, above the defaults of libraries.
    private static final int ORDINAL = 200;

    // Above application.properties, below the environment and the command line.
    private static final int PORT_ORDINAL = 260;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        if (!context.getProfiles().contains("dev")) {
            return List.of();
        }
        ConfigSource port = new PropertiesConfigSource(DevPort.properties(context), "free port", PORT_ORDINAL);
        return hasServers(context) ? List.of(port) : List.of(port, servers(context));
    }

    private static boolean hasServers(ConfigSourceContext context) {
        return "true".equals(context.getValue("quarkus.devservices.enabled").getValue())
                || context.getValue("quarkus.datasource.jdbc.url").getValue() != null;
    }

    private static ConfigSource servers(ConfigSourceContext context) {
        Path directory = projectRoot().resolve(".brew");
        LocalPostgres postgres = postgres(directory);
        LocalKafka kafka = kafka(directory);
        kafka.createTopic(ORDERS, ORDERS_PARTITIONS, LocalKafka.KEPT_FOREVER);
        deadLetterTopics(context).forEach(topic -> kafka.createTopic(topic, 1, LocalKafka.DEAD_LETTERS));

        String service = context.getValue("quarkus.application.name").getValue();
        Map<String, String> properties =
                new HashMap<>(postgres.createDatabase(databaseOf(service)).properties());
        properties.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        properties.put("quarkus.devservices.enabled", "false");
        return new PropertiesConfigSource(properties, "local servers", ORDINAL);
    }

    private static LocalPostgres postgres(Path directory) {
        return LocalPostgres.find(directory.resolve("postgres"))
                .or(() -> LocalPostgres.find(directory.resolve("dev/postgres")))
                .orElseGet(() -> LocalPostgres.start(LocalPostgres.Options.keptIn(directory.resolve("dev/postgres"))));
    }

    private static LocalKafka kafka(Path directory) {
        return LocalKafka.find(directory.resolve("kafka"))
                .or(() -> LocalKafka.find(directory.resolve("dev/kafka")))
                .orElseGet(() -> LocalKafka.start(LocalKafka.Options.keptIn(directory.resolve("dev/kafka"))));
    }

    /** {@code order-service} works on {@code brew_order}. */
    static String databaseOf(String service) {
        return "brew_" + service.replace("-service", "").replace('-', '_');
    }

    private static List<String> deadLetterTopics(ConfigSourceContext context) {
        List<String> topics = new ArrayList<>();
        for (Iterator<String> names = context.iterateNames(); names.hasNext(); ) {
            String name = names.next();
            if (name.startsWith(INCOMING) && name.endsWith(GROUP)) {
                String channel = name.substring(0, name.length() - GROUP.length());
                String topic = context.getValue(channel + ".topic").getValue();
                topics.add(topic + "." + context.getValue(name).getValue() + ".dlt");
            }
        }
        return topics;
    }

    /** The nearest directory upwards that has Maven's, else this one. */
    private static Path projectRoot() {
        Path here = Path.of("").toAbsolutePath();
        return Stream.<@Nullable Path>iterate(here, Objects::nonNull, Path::getParent)
                .filter(directory -> Files.isDirectory(directory.resolve(".mvn")))
                .findFirst()
                .orElse(here);
    }
}
