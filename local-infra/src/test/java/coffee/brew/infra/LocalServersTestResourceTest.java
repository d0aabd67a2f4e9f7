package coffee.brew.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock("LocalKafka.shared()")
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class LocalServersTestResourceTest {
    @Test
    void eachResourceHasADatabaseOfItsOwnOnTheSharedServer() throws SQLException {
        // Given
        Map<String, String> arguments = Map.of("database", "brew_order", "topics", "resource:2, resource.dlt:1");
        // When
        Map<String, String> first = start(arguments);
        Map<String, String> second = start(arguments);
        // Then
        assertThat(first.get("quarkus.datasource.jdbc.url")).isNotEqualTo(second.get("quarkus.datasource.jdbc.url"));
        assertThat(first)
                .containsEntry("kafka.bootstrap.servers", LocalKafka.shared().bootstrapServers());
        try (Connection service = DriverManager.getConnection(
                first.get("quarkus.datasource.jdbc.url"),
                first.get("quarkus.datasource.username"),
                first.get("quarkus.datasource.password"))) {
            assertThat(service.isValid(1)).isTrue();
        }
    }

    @Test
    void nothingIsStartedWhenDevServicesAreAskedFor() {
        // Given
        System.setProperty("quarkus.devservices.enabled", "true");
        try {
            // When
            Map<String, String> properties = start(Map.of("database", "brew_order"));
            // Then
            assertThat(properties).isEmpty();
        } finally {
            System.clearProperty("quarkus.devservices.enabled");
        }
    }

    private static Map<String, String> start(Map<String, String> arguments) {
        LocalServersTestResource resource = new LocalServersTestResource();
        resource.init(arguments);
        return resource.start();
    }
}
