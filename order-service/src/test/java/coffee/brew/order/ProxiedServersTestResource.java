package coffee.brew.order;

import coffee.brew.infra.LocalPostgres;
import coffee.brew.infra.LocalServersTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shared servers, with a {@link CuttingProxy} between the service and its database. */
public class ProxiedServersTestResource implements QuarkusTestResourceLifecycleManager {
    private final LocalServersTestResource servers = new LocalServersTestResource();
    private @Nullable CuttingProxy proxy;

    @Override
    public Map<String, String> start() {
        servers.init(Map.of("database", "brew_order"));
        Map<String, String> properties = servers.start();
        CuttingProxy started = new CuttingProxy(LocalPostgres.shared());
        proxy = started;
        properties.computeIfPresent(
                "quarkus.datasource.reactive.url",
                (name, url) -> url.replace(":" + LocalPostgres.shared().port() + "/", ":" + started.port() + "/"));
        properties.put("brew.database.silence-max", "2s");
        return properties;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(proxy, new TestInjector.MatchesType(CuttingProxy.class));
    }

    @Override
    public void stop() {
        if (proxy != null) {
            proxy.close();
        }
    }
}
