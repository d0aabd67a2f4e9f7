package coffee.brew.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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

    private static @Nullable String urlIn(String profile, Map<String, String> properties) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withProfile(profile)
                .withSources(new PropertiesConfigSource(properties, "application", 250))
                .addDiscoveredSources()
                .build();
        return config.getConfigValue("quarkus.datasource.jdbc.url").getValue();
    }
}
