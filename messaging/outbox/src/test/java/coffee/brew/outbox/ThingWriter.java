package coffee.brew.outbox;

import coffee.brew.envelope.EventIds;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** The service of {@link ProcessTest}: appends an event every few milliseconds for as long as it lives. */
@Singleton
class ThingWriter {
    /** Configuration: the topic of its events; without one it writes none. */
    static final String TOPIC = "things.topic";

    private final Outbox outbox;
    private final Pool pool;
    private final Vertx vertx;

    @Inject
    ThingWriter(Outbox outbox, Pool pool, Vertx vertx) {
        this.outbox = outbox;
        this.pool = pool;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event, Config config) {
        config.getOptionalValue(TOPIC, String.class).ifPresent(topic -> vertx.setPeriodic(2, timer -> append(topic)));
    }

    private void append(String topic) {
        String key = EventIds.next().toString();
        OutboxEvent event =
                new OutboxEvent(EventIds.next(), topic, key, 1, "thing.changed", Buffer.buffer("payload"), Map.of());
        pool.withTransaction(tx -> tx.preparedQuery("INSERT INTO aggregate VALUES ($1, 1)")
                        .execute(Tuple.of(key))
                        .chain(() -> outbox.append(tx, event)))
                .subscribe()
                .with(done -> {}, failure -> {});
    }
}
