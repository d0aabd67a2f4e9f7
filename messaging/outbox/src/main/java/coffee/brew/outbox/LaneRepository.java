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
     * The lanes that have rows, by jumping from one to the next in the primary key: an empty outbox costs one probe,
     * however many events went through it.
     */
    static final String LANES_WITH_ROWS =
            """
            occupied (lane) AS (
                (SELECT lane FROM outbox ORDER BY lane LIMIT 1)
                UNION ALL
                SELECT (SELECT later.lane FROM outbox later WHERE later.lane > occupied.lane ORDER BY later.lane LIMIT 1)
                  FROM occupied
                 WHERE occupied.lane IS NOT NULL
            )""";

    static final String NOT_PARKED =
            """
            NOT EXISTS (SELECT FROM outbox_parked parked
                         WHERE parked.aggregate_id = event.aggregate_id AND parked.requeued_at IS NULL)""";

    // Competing for rows of the outbox instead would let one relay overtake another inside an aggregate. A look at each
    // lane, not EXISTS: planned while the outbox was empty, that reads all of it, and again with each round.
    static final String CLAIM =
            """
            WITH RECURSIVE %s,
            free AS (
                SELECT lane.lane
                  FROM occupied
                  JOIN outbox_lane lane ON lane.lane = occupied.lane
                 WHERE (lane.owner IS NULL OR lane.leased_until < now())
                   AND (SELECT true FROM outbox event
                         WHERE event.lane = occupied.lane AND event.topic <> ALL ($4::text[]) AND %s
                         LIMIT 1)
                 ORDER BY lane.leased_until
                 LIMIT $1
                   FOR UPDATE OF lane SKIP LOCKED
            )
            UPDATE outbox_lane lane
               SET owner = $2, epoch = lane.epoch + 1, leased_until = now() + $3::int8 * interval '1 millisecond'
              FROM free
             WHERE lane.lane = free.lane
            RETURNING lane.lane, lane.epoch
            """
                    .formatted(LANES_WITH_ROWS, NOT_PARKED);

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
                .map(row -> new Lane(row.getShort(0), row.getLong(1)))
                .toList());
    }
}
