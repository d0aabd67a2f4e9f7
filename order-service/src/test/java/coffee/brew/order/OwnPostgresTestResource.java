package coffee.brew.order;

import coffee.brew.infra.LocalPostgres;
import coffee.brew.outbox.Backlog;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL that the test may stop, and no Kafka: events wait, soon for too long. */
public class OwnPostgresTestResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable LocalPostgres postgres;

    @Override
    public Map<String, String> start() {
        LocalPostgres started = LocalPostgres.start();
        postgres = started;
        Map<String, String> properties =
                new HashMap<>(started.createDatabase("brew_order").properties());
        properties.put("kafka.bootstrap.servers", "127.0.0.1:1"); // tcpmux: nobody listens there
        properties.put("brew.order.backlog-age-max", "1s");
        properties.put("brew.outbox.sample-interval", "100ms");
        return properties;
    }

    /** No event waits, and the service knows it. */
    static void forgetEvents(LocalPostgres postgres, Backlog backlog) {
        try (OrderDatabase database = new OrderDatabase(postgres)) {
            database.execute("DELETE FROM outbox");
        }
        Awaitility.await().until(() -> backlog.oldestAge().isZero());
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
