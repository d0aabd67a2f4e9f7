package coffee.brew.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/** The rejected design: relays compete for the rows themselves. It sends each batch by the same order rule. */
final class RowWiseRelay implements Supplier<Uni<Boolean>> {
    private static final String LOCK =
            """
            SELECT lane, id, event_id, topic, aggregate_id, aggregate_version, event_type, payload, headers, route
              FROM outbox ORDER BY id LIMIT 50 FOR UPDATE SKIP LOCKED
            """;

    private final TestDatabase database;
    private final Publisher publisher;

    RowWiseRelay(TestDatabase database, Publisher publisher) {
        this.database = database;
        this.publisher = publisher;
    }

    @Override
    public Uni<Boolean> get() {
        return database.pool.withTransaction(tx -> tx.query(LOCK)
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PendingEvent::of)
                        .toList())
                .chain(events -> events.isEmpty() ? Uni.createFrom().item(false) : relay(tx, events)));
    }

    private Uni<Boolean> relay(SqlConnection tx, List<PendingEvent> events) {
        SendWindow window = new SendWindow(Duration.ofMinutes(1), Duration.ofMinutes(1));
        return BatchSend.send(publisher, window, events)
                .chain(result -> tx.preparedQuery("DELETE FROM outbox WHERE id = ANY ($1)")
                        .execute(Tuple.of(result.acknowledged().stream()
                                .map(PendingEvent::id)
                                .toArray(Long[]::new))))
                .replaceWith(true);
    }
}
