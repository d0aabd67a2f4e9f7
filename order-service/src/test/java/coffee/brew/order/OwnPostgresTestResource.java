package coffee.brew.order;

import coffee.brew.infra.LocalPostgres;
import coffee.brew.outbox.Backlog;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL that the test may stop, with a {@link CuttingProxy} between the service and it, and no Kafka: events wait,
 * soon for too long.
 */
public class OwnPostgresTestResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable LocalPostgres postgres;
    private @Nullable CuttingProxy proxy;

    @Override
    public Map<String, String> start() {
        LocalPostgres started = LocalPostgres.start();
        postgres = started;
        CuttingProxy before = new CuttingProxy(started);
        proxy = before;
        Map<String, String> properties =
                new HashMap<>(started.createDatabase("brew_order").properties());
        properties.computeIfPresent(
                "quarkus.datasource.reactive.url",
                (name, url) -> url.replace(":" + started.port() + "/", ":" + before.port() + "/"));
        properties.put("brew.database.silence-max", "2s");
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
        injector.injectIntoFields(proxy, new TestInjector.MatchesType(CuttingProxy.class));
    }

    @Override
    public void stop() {
        if (proxy != null) {
            proxy.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }
}
