package coffee.brew.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class DevServersTest {
    @Test
    void nothingIsStartedOutsideDevMode() {
        assertThat(urlIn("prod", Map.of())).isNull();
        assertThat(urlIn("test", Map.of())).isNull();
    }

    @Test
    void nothingIsStartedForServiceThatHasItsDatabase() {
        assertThat(urlIn("dev", Map.of("quarkus.datasource.jdbc.url", "jdbc:postgresql://elsewhere/db")))
                .isEqualTo("jdbc:postgresql://elsewhere/db");
    }

    @Test
    void nothingIsStartedWhenDevServicesAreAskedFor() {
        assertThat(urlIn("dev", Map.of("quarkus.devservices.enabled", "true"))).isNull();
    }

    @Test
    void databaseIsNamedAfterTheService() {
        assertThat(DevServers.databaseOf("order-service")).isEqualTo("brew_order");
    }

    @Test
    void serviceWhosePortIsTakenGetsAnotherAndKeepsIt() throws IOException {
        // Given
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String taken = Integer.toString(other.getLocalPort());
            Map<String, String> properties =
                    Map.of("quarkus.http.port", taken, "quarkus.datasource.jdbc.url", "jdbc:postgresql://elsewhere/db");
            // When
            @Nullable String given = configured("dev", properties, "quarkus.http.port");
            // Then
            assertThat(given).isNotNull().isNotEqualTo(taken);
            try (ServerSocket reloaded =
                    new ServerSocket(Integer.parseInt(given), 1, InetAddress.getLoopbackAddress())) {
                assertThat(reloaded.isBound()).isTrue();
                assertThat(configured("dev", properties, "quarkus.http.port")).isEqualTo(given);
            }
            assertThat(configured("prod", properties, "quarkus.http.port")).isEqualTo(taken);
        }
    }

    private static @Nullable String urlIn(String profile, Map<String, String> properties) {
        return configured(profile, properties, "quarkus.datasource.jdbc.url");
    }

    private static @Nullable String configured(String profile, Map<String, String> properties, String name) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withProfile(profile)
                .withSources(new PropertiesConfigSource(properties, "application", 250))
                .addDiscoveredSources()
                .build();
        return config.getConfigValue(name).getValue();
    }
}
