package coffee.brew.order;

import coffee.brew.infra.LocalServersTestResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/**
 * On the shared servers. As few calls may wait as a test can fill, and the database may be held up for as long as that
 * takes. One profile for many tests: each other one would be another application to build and to start.
 */
public final class FewMayWait implements QuarkusTestProfile {
    static final int WAITING_MAX = 30;

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(LocalServersTestResource.class, Map.of("database", "brew_order")));
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        String ofSessions = "quarkus.datasource.reactive.additional-properties.";
        return Map.of(
                "brew.order.waiting-max",
                Integer.toString(WAITING_MAX),
                "brew.order.statement-timeout",
                "60s",
                ofSessions + "statement_timeout",
                "60s",
                ofSessions + "lock_timeout",
                "60s");
    }
}
