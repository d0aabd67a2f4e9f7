package coffee.brew.order;

import coffee.brew.infra.LocalPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL that the test may stop, and no Kafka. */
public class OwnPostgresTestResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable LocalPostgres postgres;

    @Override
    public Map<String, String> start() {
        LocalPostgres started = LocalPostgres.start();
        postgres = started;
        Map<String, String> properties =
                new HashMap<>(started.createDatabase("brew_order").properties());
        properties.put("kafka.bootstrap.servers", "127.0.0.1:1"); // tcpmux: nobody listens there
        return properties;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(postgres, new TestInjector.MatchesType(LocalPostgres.class));
    }

    @Override
    public void stop() {
        if (postgres != null) {
            postgres.close();
        }
    }
}
