package coffee.brew.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.stream.StreamSupport;

/** SQL on {@code outbox_parked}. */
final class ParkedKeyRepository implements ParkedKeys {
    private static final int LIST_MAX = 1000;

    private static final String LIST =
            """
            SELECT aggregate_id, outbox_id, event_id, attempts, error_class, error_text, parked_at
              FROM outbox_parked
             WHERE requeued_at IS NULL
             ORDER BY parked_at, aggregate_id
             LIMIT $1
            """;

    private static final String REQUEUE =
            "UPDATE outbox_parked SET requeued_at = now() WHERE aggregate_id = $1 AND requeued_at IS NULL";

    // The row of a requeued key counts its attempts; it is of no use when the key's events are gone.
    private static final String FORGET_DRAINED =
            """
            DELETE FROM outbox_parked parked
             WHERE parked.requeued_at IS NOT NULL
               AND NOT EXISTS (SELECT FROM outbox event
                                WHERE event.lane = parked.lane AND event.aggregate_id = parked.aggregate_id)
            """;

    private final Pool pool;
    private final Runnable wake;

    ParkedKeyRepository(Pool pool, Runnable wake) {
        this.pool = pool;
        this.wake = wake;
    }

    @Override
    public Uni<List<ParkedKey>> list(int limit) {
        if (limit < 1 || limit > LIST_MAX) {
            throw new IllegalArgumentException("limit must be 1 to " + LIST_MAX + ": " + limit);
        }
        return pool.preparedQuery(LIST).execute(Tuple.of(limit)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(ParkedKeyRepository::parkedKey)
                .toList());
    }

    @Override
    public Uni<Boolean> requeue(String aggregateId) {
        return pool.preparedQuery(REQUEUE)
                .execute(Tuple.of(aggregateId))
                .map(rows -> rows.rowCount() == 1)
                .invoke(wake);
    }

    static Uni<Void> forgetDrained(SqlClient client) {
        return client.preparedQuery(FORGET_DRAINED).execute().replaceWithVoid();
    }

    private static ParkedKey parkedKey(Row row) {
        return new ParkedKey(
                row.getString(0),
                row.getLong(1),
                row.getUUID(2),
                row.getInteger(3),
                row.getString(4),
                row.getString(5),
                row.getOffsetDateTime(6).toInstant());
    }
}
