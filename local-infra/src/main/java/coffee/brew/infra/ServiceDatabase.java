package coffee.brew.infra;

import java.util.Map;

/**
 * A service's own database with its two roles: the owner migrates, the service only works.
 *
 * <p>The service role may connect and use the schema {@code public}, and nothing else until a migration grants it. Its
 * statements end after 15 s, its waits for locks after 5 s, its idle transactions after 10 s.
 */
public record ServiceDatabase(
        String name,
        String host,
        int port,
        String ownerUser,
        String ownerPassword,
        String serviceUser,
        String servicePassword) {

    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + name;
    }

    public String reactiveUrl() {
        return "vertx-reactive:postgresql://" + host + ":" + port + "/" + name;
    }

    /** Quarkus' configuration of the service's connections (service role) and of Flyway (owner role). */
    public Map<String, String> properties() {
        return Map.of(
                "quarkus.datasource.jdbc.url", jdbcUrl(),
                "quarkus.datasource.reactive.url", reactiveUrl(),
                "quarkus.datasource.username", serviceUser,
                "quarkus.datasource.password", servicePassword,
                "quarkus.flyway.username", ownerUser,
                "quarkus.flyway.password", ownerPassword);
    }

    /** {@link #properties()} as environment variables, for a process of its own. */
    public Map<String, String> environment() {
        return Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL", jdbcUrl(),
                "QUARKUS_DATASOURCE_REACTIVE_URL", reactiveUrl(),
                "QUARKUS_DATASOURCE_USERNAME", serviceUser,
                "QUARKUS_DATASOURCE_PASSWORD", servicePassword,
                "QUARKUS_FLYWAY_USERNAME", ownerUser,
                "QUARKUS_FLYWAY_PASSWORD", ownerPassword);
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return "ServiceDatabase[" + jdbcUrl() + ", owner=" + ownerUser + ", service=" + serviceUser + "]";
    }
}
