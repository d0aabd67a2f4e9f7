package coffee.brew.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.StreamSupport;

/** SQL on {@code outbox_lane}. */
final class LaneRepository {
    /**
     * The lanes that have rows and the routes of these (one for each topic), by jumping from one to the next in the
     * primary key: an empty outbox costs one probe, however many events went through it, and an avoided topic one for
     * each lane, however many of its events wait.
     */
    static final String OCCUPIED =
            """
            occupied (lane, route) AS (
                (SELECT lane, route FROM outbox ORDER BY lane, route LIMIT 1)
                UNION ALL
                SELECT later.lane, later.route
                  FROM occupied
                 CROSS JOIN LATERAL (
                       SELECT event.lane, event.route
                         FROM outbox event
                        WHERE (event.lane, event.route) > (occupied.lane, occupied.route)
                        ORDER BY event.lane, event.route
                        LIMIT 1) AS later
            )""";

    static final String NOT_PARKED =
            """
            NOT EXISTS (SELECT FROM outbox_parked parked
                         WHERE parked.aggregate_id = event.aggregate_id AND parked.requeued_at IS NULL)""";

    // Competing for rows of the outbox instead would let one relay overtake another inside an aggregate. A look at each
    // head, not EXISTS: planned while the outbox was empty, that reads all of it, and again with each round.
    static final String CLAIM =
            """
            WITH RECURSIVE %s,
            waiting AS (
                SELECT occupied.lane, array_agg(occupied.route) AS routes
                  FROM occupied
                 WHERE (SELECT event.topic FROM outbox event
                         WHERE event.lane = occupied.lane AND event.route = occupied.route AND %s
                         LIMIT 1) <> ALL ($4::text[])
                 GROUP BY occupied.lane
            ),
            free AS (
                SELECT lane.lane, waiting.routes
                  FROM waiting
                  JOIN outbox_lane lane ON lane.lane = waiting.lane
                 WHERE (lane.owner IS NULL OR lane.leased_until < now())
                 ORDER BY lane.leased_until
                 LIMIT $1
                   FOR UPDATE OF lane SKIP LOCKED
            )
            UPDATE outbox_lane lane
               SET owner = $2, epoch = lane.epoch + 1, leased_until = now() + $3::int8 * interval '1 millisecond'
              FROM free
             WHERE lane.lane = free.lane
            RETURNING lane.lane, lane.epoch, free.routes
            """
                    .formatted(OCCUPIED, NOT_PARKED);

    private LaneRepository() {}

    /**
     * Claims lanes that have rows to send and no live lease, the ones that waited longest first.
     *
     * @param limit at most so many
     * @param avoidedTopics topics whose rows do not count
     */
    static Uni<List<Lane>> claim(
            SqlClient client, String owner, Duration lease, int limit, Collection<String> avoidedTopics) {
        Tuple parameters = Tuple.of(limit, owner, lease.toMillis(), avoidedTopics.toArray(String[]::new));
        return client.preparedQuery(CLAIM).execute(parameters).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(row -> new Lane(row.getShort(0), row.getLong(1), List.of(row.getArrayOfIntegers(2))))
                .toList());
    }
}
