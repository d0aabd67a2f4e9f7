package coffee.brew.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.StreamSupport;

/** SQL on {@code outbox}. */
final class OutboxRepository {
    private static final String APPEND = "WITH " + OutboxInsert.cte("appended", 1, "") + " SELECT 1 WHERE false";

    static final String READ =
            """
            SELECT event.lane, event.id, event.event_id, event.topic, event.aggregate_id, event.aggregate_version,
                   event.event_type, event.payload, event.headers, event.route
              FROM unnest($1::smallint[]) AS claimed (lane)
             CROSS JOIN LATERAL (
                   SELECT head.*,
                          sum(octet_length(head.payload)) OVER (ORDER BY head.id ROWS UNBOUNDED PRECEDING)
                          - octet_length(head.payload) AS bytes_before
                     FROM unnest($2::int[]) AS sought (route)
                    CROSS JOIN LATERAL (
                          SELECT event.*
                            FROM outbox event
                           WHERE event.lane = claimed.lane AND event.route = sought.route AND %s
                             AND event.aggregate_id <> ALL ($5::text[])
                           ORDER BY event.id
                           LIMIT $3) AS head
                    ORDER BY head.id
                    LIMIT $3) AS event
             WHERE event.bytes_before < $4
            """
                    .formatted(LaneRepository.NOT_PARKED);

    // One statement, so that a lane is free for others exactly when its acknowledged rows are gone. Each row is looked
    // up by its key: a join, planned while the outbox was empty, reads all of it (and rows here never move).
    static final String SETTLE =
            """
            WITH deleted AS (
                DELETE FROM outbox event
                 WHERE event.ctid = ANY (ARRAY (
                       SELECT found.ctid
                         FROM unnest($1::smallint[], $2::int[], $3::int8[]) AS acknowledged (lane, route, id)
                        CROSS JOIN LATERAL (
                              SELECT one.ctid
                                FROM outbox one
                               WHERE one.lane = acknowledged.lane AND one.route = acknowledged.route
                                 AND one.id = acknowledged.id
                               LIMIT 1) AS found))
                RETURNING 1
            ), parked AS (
                INSERT INTO outbox_parked AS parked
                       (lane, outbox_id, event_id, aggregate_id, attempts, error_class, error_text, parked_at)
                SELECT lane, id, event_id, aggregate_id, 1, error_class, error_text, now()
                  FROM unnest($7::smallint[], $8::int8[], $9::uuid[], $10::text[], $11::text[], $12::text[])
                       AS unsendable (lane, id, event_id, aggregate_id, error_class, error_text)
                ON CONFLICT (aggregate_id) DO UPDATE
                   SET attempts = parked.attempts + 1, outbox_id = excluded.outbox_id, event_id = excluded.event_id,
                       error_class = excluded.error_class, error_text = excluded.error_text,
                       parked_at = excluded.parked_at, requeued_at = NULL
            ), released AS (
                UPDATE outbox_lane lane
                   SET owner = NULL, leased_until = now()
                  FROM unnest($4::smallint[], $5::int8[]) AS held (lane, epoch)
                 WHERE lane.lane = held.lane AND lane.epoch = held.epoch AND lane.owner = $6
                RETURNING 1
            )
            SELECT (SELECT count(*) FROM deleted)::int4, (SELECT count(*) FROM released)::int4
            """;

    private static final String OLDEST_AGE =
            """
            WITH RECURSIVE %s
            SELECT coalesce(extract(epoch FROM clock_timestamp() - min(head.created_at)) * 1000, 0)::int8,
                   (SELECT count(*) FROM outbox_parked WHERE requeued_at IS NULL)::int4,
                   (SELECT count(*) FROM outbox_parked WHERE requeued_at IS NOT NULL)::int4
              FROM occupied
             CROSS JOIN LATERAL (
                   SELECT event.created_at
                     FROM outbox event
                    WHERE event.lane = occupied.lane AND event.route = occupied.route AND %s
                    ORDER BY event.id
                    LIMIT 1) AS head
            """
                    .formatted(LaneRepository.OCCUPIED, LaneRepository.NOT_PARKED);

    private static final String COUNT = "SELECT count(lane) FROM outbox";

    /** What {@link #settle} did. Fewer released than held: somebody else had taken the others meanwhile. */
    record Settled(int deleted, int released) {}

    /** Oldest pending event that is not parked, zero without one; parked keys; requeued keys. */
    record Age(Duration oldest, int parkedKeys, int requeuedKeys) {}

    private OutboxRepository() {}

    static Uni<Void> append(SqlClient tx, List<OutboxEvent> events) {
        Tuple parameters = Tuple.tuple();
        OutboxInsert.addParameters(parameters, events);
        return tx.preparedQuery(APPEND).execute(parameters).replaceWithVoid();
    }

    /**
     * The oldest rows of the lanes, in the order of their ids within each lane. A statement of its own after the claim:
     * its snapshot must see what the lanes' former owner deleted.
     *
     * @param bytesPerLane of payload, exceeded by one event at most, so that none is too large to be read
     */
    static Uni<List<PendingEvent>> read(
            SqlClient client, List<Lane> lanes, int rowsPerLane, long bytesPerLane, Collection<String> avoidedKeys) {
        Integer[] routes = lanes.stream()
                .flatMap(lane -> lane.routes().stream())
                .distinct()
                .toArray(Integer[]::new);
        Tuple parameters =
                Tuple.of(numbers(lanes), routes, rowsPerLane, bytesPerLane, avoidedKeys.toArray(String[]::new));
        return client.preparedQuery(READ).execute(parameters).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(PendingEvent::of)
                .toList());
    }

    /** Deletes what was acknowledged, parks keys, and gives back those lanes that are still held. */
    static Uni<Settled> settle(SqlClient client, String owner, List<Lane> lanes, BatchResult result) {
        List<PendingEvent> acknowledged = result.acknowledged();
        List<Unsendable> unsendable = result.unsendable();
        Tuple parameters = Tuple.tuple()
                .addArrayOfShort(acknowledged.stream().map(PendingEvent::lane).toArray(Short[]::new))
                .addArrayOfInteger(
                        acknowledged.stream().map(PendingEvent::route).toArray(Integer[]::new))
                .addArrayOfLong(acknowledged.stream().map(PendingEvent::id).toArray(Long[]::new))
                .addArrayOfShort(numbers(lanes))
                .addArrayOfLong(lanes.stream().map(Lane::epoch).toArray(Long[]::new))
                .addString(owner);
        Unsendable.addParameters(parameters, unsendable);
        return client.preparedQuery(SETTLE).execute(parameters).map(rows -> {
            Row row = rows.iterator().next();
            return new Settled(row.getInteger(0), row.getInteger(1));
        });
    }

    /** Looks at the head of each topic in each lane: its cost is bounded by their number. */
    static Uni<Age> age(SqlClient client) {
        return client.preparedQuery(OLDEST_AGE).execute().map(rows -> {
            Row row = rows.iterator().next();
            return new Age(Duration.ofMillis(row.getLong(0)), row.getInteger(1), row.getInteger(2));
        });
    }

    /** Counts all pending rows, parked ones too: 50 to 100 ms for a million. */
    static Uni<Long> count(SqlClient client) {
        return client.preparedQuery(COUNT)
                .execute()
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static Short[] numbers(List<Lane> lanes) {
        return lanes.stream().map(Lane::number).toArray(Short[]::new);
    }
}
