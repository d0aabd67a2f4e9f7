package coffee.brew.system.deploy;

import coffee.brew.infra.ServiceDatabase;
import coffee.brew.sandbox.stack.Service;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** What a service really is, from its own configuration and from the code that runs it elsewhere. */
record ServiceFacts(Service service, Properties configuration) {
    /** Without one of these no service works. */
    static final Set<String> REQUIRED_VARIABLES = Set.of(
            "BREW_NODE_ID",
            "KAFKA_BOOTSTRAP_SERVERS",
            "QUARKUS_DATASOURCE_JDBC_URL",
            "QUARKUS_DATASOURCE_USERNAME",
            "QUARKUS_DATASOURCE_PASSWORD");

    /** Paths of every service, tried on running ones by ServicesInContainersIT. */
    static final Set<String> PATHS = Set.of("/q/health/started", "/q/health/ready", "/q/health/live", Paths.METRICS);

    /** Where Prometheus looks. */
    static final class Paths {
        static final String METRICS = "/q/metrics";

        private Paths() {}
    }

    static List<ServiceFacts> all() {
        return Arrays.stream(Service.values()).map(ServiceFacts::of).toList();
    }

    static ServiceFacts of(Service service) {
        try {
            Properties properties = new Properties();
            properties.load(
                    new StringReader(Tree.text(service.module() + "/src/main/resources/application.properties")));
            return new ServiceFacts(service, properties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String module() {
        return service.module();
    }

    /** Its port outside of containers, which is the one that clients know. */
    int port() {
        return Integer.parseInt(property("quarkus.http.port"));
    }

    /** Database and roles as the local servers make them; host and passwords are any. */
    ServiceDatabase database() {
        String name = service.database();
        return new ServiceDatabase(name, "postgres", 5432, name + "_owner", "", name + "_service", "");
    }

    boolean servesGrpc() {
        return configuration.containsKey("quarkus.grpc.server.use-separate-server");
    }

    boolean publishes() {
        return property("quarkus.flyway.locations").contains("db/outbox");
    }

    boolean consumes() {
        return property("quarkus.flyway.locations").contains("db/inbox");
    }

    List<String> topicsIn() {
        return incoming(".topic");
    }

    Optional<String> group() {
        return incoming(".group.id").stream().findFirst();
    }

    List<String> deadLetterTopics() {
        return topicsIn().stream()
                .map(topic -> topic + "." + group().orElseThrow() + ".dlt")
                .toList();
    }

    private List<String> incoming(String suffix) {
        return configuration.stringPropertyNames().stream()
                .filter(name -> name.startsWith("mp.messaging.incoming.") && name.endsWith(suffix))
                .map(this::property)
                .sorted()
                .toList();
    }

    private String property(String name) {
        return Objects.requireNonNull(configuration.getProperty(name), () -> module() + " has no " + name);
    }
}
