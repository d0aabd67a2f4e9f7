package coffee.brew.inbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

@ApplicationScoped
class ProcessedEventRepository {
    /**
     * The time-outs hold for the rest of the transaction; they come along because a round trip of their own costs more
     * than the insert. Sorted, so that two owners of one partition wait for each other instead of deadlocking.
     */
    private static final String INSERT_IF_ABSENT =
            """
            WITH patience AS MATERIALIZED (
                SELECT set_config('lock_timeout', $3, true),
                       set_config('idle_in_transaction_session_timeout', $4, true)
            )
            INSERT INTO processed_events (consumer, event_id)
            SELECT $1, event.id
              FROM patience, unnest($2::uuid[]) AS event (id)
             ORDER BY event.id
            ON CONFLICT DO NOTHING
            RETURNING event_id
            """;

    private final String lockTimeoutMs;
    private final String transactionTimeoutMs;

    ProcessedEventRepository(InboxConfig config) {
        lockTimeoutMs = Long.toString(config.lockTimeout().toMillis());
        transactionTimeoutMs = Long.toString(config.transactionTimeout().toMillis());
    }

    /**
     * Remembers events, which must be distinct, and returns those that were not remembered before. Waits for a
     * transaction that is about to remember the same ones.
     */
    Uni<Set<UUID>> insertIfAbsent(SqlConnection tx, String consumer, UUID[] eventIds) {
        return tx.preparedQuery(INSERT_IF_ABSENT)
                .execute(Tuple.of(consumer, eventIds, lockTimeoutMs, transactionTimeoutMs))
                .map(rows -> {
                    Set<UUID> fresh = new HashSet<>();
                    for (Row row : rows) {
                        fresh.add(row.getUUID(0));
                    }
                    return fresh;
                });
    }
}
