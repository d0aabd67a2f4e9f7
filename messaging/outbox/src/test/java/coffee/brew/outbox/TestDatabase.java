package coffee.brew.outbox;

import coffee.brew.envelope.EventIds;
import coffee.brew.infra.LocalPostgres;
import coffee.brew.infra.ServiceDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/** A migrated database of its own, seen as the service role sees it; {@link #sql} looks at it from outside. */
final class TestDatabase implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    final LocalPostgres server;
    final ServiceDatabase database;
    final Vertx vertx = Vertx.vertx();
    final Pool pool;

    TestDatabase() {
        this(LocalPostgres.shared());
    }

    TestDatabase(LocalPostgres server) {
        this.server = server;
        database = server.createDatabase("t" + UUID.randomUUID().toString().replace("-", ""));
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.ownerUser(), database.ownerPassword())
                .locations("db/outbox")
                .placeholders(Map.of("service_role", database.serviceUser()))
                .load()
                .migrate();
        sql("CREATE TABLE aggregate (id TEXT PRIMARY KEY, version BIGINT NOT NULL)");
        sql("GRANT ALL ON aggregate TO " + database.serviceUser());
        pool = Pool.newInstance(PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(4))
                .connectingTo(connectOptions())
                .using(vertx)
                .build());
    }

    PgConnectOptions connectOptions() {
        return PgConnectOptions.fromUri(database.reactiveUrl().substring("vertx-reactive:".length()))
                .setUser(database.serviceUser())
                .setPassword(database.servicePassword());
    }

    static OutboxEvent event(String topic, String aggregateId, long version) {
        return new OutboxEvent(
                EventIds.next(),
                topic,
                aggregateId,
                version,
                "thing.changed",
                Buffer.buffer("payload of " + aggregateId + " " + version),
                Map.of());
    }

    /** Appends the event in a transaction of its own. */
    void append(OutboxEvent event, Runnable wake) {
        Outbox outbox = new TransactionalOutbox(wake);
        pool.withTransaction(tx -> outbox.append(tx, event)).await().atMost(TIMEOUT);
    }

    /** Changes an aggregate as a use case does: the versioned row first, then the event of that version. */
    void change(String topic, String aggregateId) {
        pool.withTransaction(tx -> nextVersion(tx, aggregateId).chain(version -> new TransactionalOutbox(() -> {})
                        .append(tx, event(topic, aggregateId, version))))
                .await()
                .atMost(TIMEOUT);
    }

    private static io.smallrye.mutiny.Uni<Long> nextVersion(SqlConnection tx, String aggregateId) {
        return tx.preparedQuery(
                        """
                        INSERT INTO aggregate AS known VALUES ($1, 1)
                        ON CONFLICT (id) DO UPDATE SET version = known.version + 1 RETURNING version""")
                .execute(io.vertx.mutiny.sqlclient.Tuple.of(aggregateId))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    long pending() {
        return number("SELECT count(*) FROM outbox");
    }

    long number(String query) {
        try (Connection connection = server.connect(database.name());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void sql(String statements) {
        try (Connection connection = server.connect(database.name());
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        pool.close().await().atMost(TIMEOUT);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
