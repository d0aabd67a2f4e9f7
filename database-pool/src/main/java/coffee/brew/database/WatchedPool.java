package coffee.brew.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.impl.Utils;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the pool. Without a limit on silence, the statements of a database whose machine is lost keep their connections
 * until the operating system gives up, a quarter of an hour later or never. Credentials providers are not supported.
 */
@Singleton
class WatchedPool implements PgPoolCreator {
    private final DatabaseConfig config;

    WatchedPool(DatabaseConfig config) {
        this.config = config;
    }

    @Override
    public Pool create(Input input) {
        int silenceMaxSeconds = Math.toIntExact(config.silenceMax().toSeconds());
        List<PgConnectOptions> servers = input.pgConnectOptionsList();
        servers.forEach(server -> server.setReadIdleTimeout(silenceMaxSeconds).setIdleTimeoutUnit(TimeUnit.SECONDS));
        PoolOptions options = input.poolOptions()
                .setMaxWaitQueueSize(config.waitingMax())
                // Idle ones are given back before their silence counts.
                .setIdleTimeout(silenceMaxSeconds / 2 + 1)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        return PgDriver.INSTANCE.createPool(input.vertx(), Utils.roundRobinSupplier(servers), options);
    }
}
