package coffee.brew.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Counts the pages that the statements of a round touch when they were planned while the outbox was empty, as the
 * relay's are: a plan lives until the next vacuum, and by then there may be a backlog.
 */
class RoundCostTest {
    private static final int BACKLOG = 20_000;
    // A lane's row and its event, or an event and its place in the index: some pages for each of 64 lanes.
    private static final long PAGES_MAX = 2_000;
    // From lane to lane in the index with a look at each head, and one lane that is claimed.
    private static final long OUTAGE_PAGES_MAX = 1_000;

    private final TestDatabase database = new TestDatabase();
    private final TestRelay relay = new TestRelay("node-1", database, new TestTopic(), Map.of(), kafka -> kafka);
    private final SqlConnection session = relay.pool.getConnection().await().atMost(TestDatabase.TIMEOUT);

    @BeforeEach
    void fillAndEmpty() {
        database.sql("ALTER TABLE outbox SET (autovacuum_enabled = false)");
        fill(300);
        database.sql("DELETE FROM outbox");
        database.sql("VACUUM (ANALYZE) outbox");
    }

    @AfterEach
    void close() {
        session.closeAndAwait();
        relay.close();
        database.close();
    }

    @Test
    void claimDuringAnOutagePassesOverTheTopicInEachLane() {
        // Given
        sql("PREPARE claim (int, text, int8, text[]) AS " + LaneRepository.CLAIM);
        fill(BACKLOG);
        database.append(TestDatabase.event("b-topic", "other", 1), () -> {});
        // When
        String claim = "EXECUTE claim (64, 'node-1', 1000, '{a-topic}')";
        // Then
        assertThat(pagesOf(claim)).isBetween(64L, OUTAGE_PAGES_MAX);
        assertThat(database.number("SELECT count(*) FROM outbox_lane WHERE owner = 'node-1'"))
                .isOne();
    }

    @Test
    void claimThatWasPlannedForAnEmptyOutboxLooksAtTheHeadOfEachLane() {
        // Given
        sql("PREPARE claim (int, text, int8, text[]) AS " + LaneRepository.CLAIM);
        String claim = "EXECUTE claim (16, 'node-1', 1000, '{}')";
        sql(claim);
        // When
        fill(BACKLOG);
        // Then
        assertThat(pagesOf(claim)).isBetween(64L, PAGES_MAX);
    }

    @Test
    void readThatWasPlannedForAnEmptyOutboxLooksAtWhatItTakes() {
        // Given
        sql("PREPARE read (smallint[], int[], int, int8, text[]) AS " + OutboxRepository.READ);
        long route = database.number("SELECT hashtext('a-topic')");
        String read = "EXECUTE read ('{1,2,3,4,5,6,7,8}', '{%d}', 10, 1000000, '{}')".formatted(route);
        sql(read);
        // When
        fill(BACKLOG);
        // Then
        assertThat(pagesOf(read)).isBetween(80L, OUTAGE_PAGES_MAX);
    }

    @Test
    void settlementThatWasPlannedForAnEmptyOutboxLooksAtWhatWasAcknowledged() {
        // Given
        sql(
                "PREPARE settle (smallint[], int[], int8[], smallint[], int8[], text, smallint[], int8[], uuid[], text[], text[],"
                        + " text[]) AS " + OutboxRepository.SETTLE);
        String settle = "EXECUTE settle ('%s', '%s', '%s', '{1}', '{1}', 'node-1', '{}', '{}', '{}', '{}', '{}', '{}')";
        sql(settle.formatted("{1}", "{1}", "{1}"));
        // When
        fill(BACKLOG);
        Row acknowledged = sql("SELECT array_agg(lane)::text, array_agg(route)::text, array_agg(id)::text FROM"
                        + " (SELECT lane, route, id FROM outbox ORDER BY id LIMIT 100) AS oldest")
                .iterator()
                .next();
        // Then
        assertThat(pagesOf(settle.formatted(
                        acknowledged.getString(0), acknowledged.getString(1), acknowledged.getString(2))))
                .isBetween(100L, PAGES_MAX);
        assertThat(database.pending()).isEqualTo(BACKLOG - 100);
    }

    private void fill(int events) {
        database.sql(
                """
                INSERT INTO outbox (lane, event_id, topic, aggregate_id, aggregate_version, event_type, payload)
                SELECT key %% 64, uuidv7(), 'a-topic', 'thing-' || key, 1, 'thing.changed', ''
                  FROM generate_series(1, %d) AS key
                """
                        .formatted(events));
    }

    private RowSet<Row> sql(String sql) {
        return session.query(sql).execute().await().atMost(TestDatabase.TIMEOUT);
    }

    private long pagesOf(String statement) {
        JsonObject plan = sql("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + statement)
                .iterator()
                .next()
                .get(JsonArray.class, 0)
                .getJsonObject(0)
                .getJsonObject("Plan");
        return plan.getLong("Shared Hit Blocks") + plan.getLong("Shared Read Blocks");
    }
}
