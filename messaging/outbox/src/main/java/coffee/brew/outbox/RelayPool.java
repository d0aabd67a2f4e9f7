package coffee.brew.outbox;

import io.quarkus.credentials.CredentialsProvider;
import io.quarkus.credentials.runtime.CredentialsProviderFinder;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.datasource.runtime.DataSourceRuntimeConfig;
import io.quarkus.datasource.runtime.DataSourcesRuntimeConfig;
import io.quarkus.reactive.datasource.runtime.ConnectOptionsSupplier;
import io.quarkus.reactive.datasource.runtime.DataSourceReactiveRuntimeConfig;
import io.quarkus.reactive.datasource.runtime.DataSourcesReactiveRuntimeConfig;
import io.quarkus.reactive.pg.client.runtime.DataSourceReactivePostgreSQLConfig;
import io.quarkus.reactive.pg.client.runtime.DataSourcesReactivePostgreSQLConfig;
import io.quarkus.vertx.core.runtime.SSLConfigHelper;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.impl.Utils;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The relay's own connections, to the default datasource: the service's load cannot starve the relay, and the drain at
 * shutdown does not depend on when the service's pool is closed.
 */
final class RelayPool {
    // A peer that is gone without a word is noticed: a relay that polls never waits so long for a byte.
    private static final int SILENCE_MAX_SECONDS = 15;
    // The service's own limit is meant for its calls. Less than the above: no statement goes on that nobody waits for.
    private static final int STATEMENT_MAX_SECONDS = SILENCE_MAX_SECONDS - 1;
    private static final int CONNECT_TIMEOUT_MILLIS = 5000;

    private RelayPool() {}

    /** A pool with the settings of the default datasource. */
    static Pool create(Vertx vertx, SmallRyeConfig config, int size) {
        DataSourceRuntimeConfig common = ofDefault(
                config.getConfigMapping(DataSourcesRuntimeConfig.class).dataSources());
        DataSourceReactiveRuntimeConfig reactive = ofDefault(
                        config.getConfigMapping(DataSourcesReactiveRuntimeConfig.class)
                                .dataSources())
                .reactive();
        DataSourceReactivePostgreSQLConfig postgres = ofDefault(
                        config.getConfigMapping(DataSourcesReactivePostgreSQLConfig.class)
                                .dataSources())
                .reactive()
                .postgresql();
        List<PgConnectOptions> servers = reactive
                .url()
                .orElseThrow(() -> new IllegalStateException("quarkus.datasource.reactive.url is not set"))
                .stream()
                .map(url -> options(url, common, reactive, postgres))
                .toList();
        return create(vertx, servers(servers, common), size);
    }

    private static <T> T ofDefault(Map<String, T> datasources) {
        return Objects.requireNonNull(datasources.get(DataSourceUtil.DEFAULT_DATASOURCE_NAME), "default datasource");
    }

    /** A pool for one server; each of its sessions is made a relay's. */
    static Pool create(Vertx vertx, PgConnectOptions server, int size) {
        return create(vertx, Utils.singletonSupplier(relaySession(server)), size);
    }

    private static Pool create(Vertx vertx, Supplier<Future<PgConnectOptions>> servers, int size) {
        PoolOptions options = new PoolOptions()
                .setName("outbox-relay")
                .setMaxSize(size)
                .setIdleTimeout(SILENCE_MAX_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        return Pool.newInstance(PgDriver.INSTANCE.createPool((VertxInternal) vertx, servers, options));
    }

    private static Supplier<Future<PgConnectOptions>> servers(
            List<PgConnectOptions> servers, DataSourceRuntimeConfig common) {
        if (common.credentialsProvider().isEmpty()) {
            return Utils.roundRobinSupplier(servers);
        }
        CredentialsProvider credentials =
                CredentialsProviderFinder.find(common.credentialsProviderName().orElse(null));
        return new ConnectOptionsSupplier<>(
                credentials, common.credentialsProvider().get(), servers, PgConnectOptions::new);
    }

    private static PgConnectOptions options(
            String url,
            DataSourceRuntimeConfig common,
            DataSourceReactiveRuntimeConfig reactive,
            DataSourceReactivePostgreSQLConfig postgres) {
        PgConnectOptions options = PgConnectOptions.fromUri(url.replaceFirst("^vertx-reactive:", ""));
        common.username().ifPresent(options::setUser);
        common.password().ifPresent(options::setPassword);
        postgres.sslMode().ifPresent(options::setSslMode);
        options.setUseLayer7Proxy(postgres.useLayer7Proxy());
        options.setTrustAll(reactive.trustAll());
        SSLConfigHelper.configurePemTrustOptions(options, reactive.trustCertificatePem());
        SSLConfigHelper.configureJksTrustOptions(options, reactive.trustCertificateJks());
        SSLConfigHelper.configurePfxTrustOptions(options, reactive.trustCertificatePfx());
        SSLConfigHelper.configurePemKeyCertOptions(options, reactive.keyCertificatePem());
        SSLConfigHelper.configureJksKeyCertOptions(options, reactive.keyCertificateJks());
        SSLConfigHelper.configurePfxKeyCertOptions(options, reactive.keyCertificatePfx());
        String algorithm = reactive.hostnameVerificationAlgorithm();
        options.setHostnameVerificationAlgorithm("NONE".equalsIgnoreCase(algorithm) ? "" : algorithm);
        reactive.additionalProperties().forEach(options::addProperty);
        return relaySession(options);
    }

    private static PgConnectOptions relaySession(PgConnectOptions options) {
        options.setCachePreparedStatements(true);
        options.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
        options.setReadIdleTimeout(SILENCE_MAX_SECONDS);
        options.setMetricsName("postgresql|outbox-relay");
        return options
                // A deletion that a crash of the database forgets is a duplicate, which consumers expect anyway.
                .addProperty("synchronous_commit", "off")
                .addProperty("statement_timeout", STATEMENT_MAX_SECONDS + "s")
                // Statistics of a table that is empty at one moment and full at the next say nothing: read by key.
                .addProperty("enable_seqscan", "off")
                .addProperty("enable_bitmapscan", "off")
                .addProperty("plan_cache_mode", "force_generic_plan");
    }
}
