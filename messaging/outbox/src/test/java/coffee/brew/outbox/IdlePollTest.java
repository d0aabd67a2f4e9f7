package coffee.brew.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Counts the pages that a poll of an empty outbox touches, without any help of (auto)vacuum unless it says so. */
class IdlePollTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PAGES_MAX = 40;
    // Each lane keeps a page or two of its own while events come and go.
    private static final int PAGES_MAX_WITHOUT_VACUUM = 100;

    private static final String FILL =
            """
            INSERT INTO outbox (lane, event_id, topic, aggregate_id, aggregate_version, event_type, payload)
            SELECT key %% 64, uuidv7(), '%s', 'thing-' || key, 1, 'thing.changed', ''
              FROM generate_series(1, %d) AS key
            """;

    @Test
    void costOfAPollDoesNotGrowWithWhatWasPublished() {
        // Given
        TestTopic topic = new TestTopic();
        try (TestDatabase database = new TestDatabase();
                TestRelay relay = new TestRelay("node-1", database, topic, Map.of(), kafka -> kafka)) {
            database.sql("ALTER TABLE outbox SET (autovacuum_enabled = false)");
            // When
            relay.start();
            for (int events = 0; events < 40_000; events += 2_000) {
                publish(2_000, database, topic, relay);
            }
            relay.workers.drain().await().atMost(TestDatabase.TIMEOUT);
            // Then
            awaitPollOfAtMost(PAGES_MAX_WITHOUT_VACUUM, database, relay);
            database.sql("VACUUM outbox");
            awaitPollOfAtMost(PAGES_MAX, database, relay);
        }
    }

    @Test
    void vacuumTakesAwayWhatALargeBacklogLeftBehind() {
        // Given
        TestTopic topic = new TestTopic();
        try (TestDatabase database = new TestDatabase();
                TestRelay relay = new TestRelay("node-1", database, topic, Map.of(), kafka -> kafka)) {
            database.sql("ALTER TABLE outbox SET (autovacuum_enabled = false)");
            relay.start();
            publish(50_000, database, topic, relay);
            relay.workers.drain().await().atMost(TestDatabase.TIMEOUT);
            // When
            database.sql("VACUUM outbox");
            // Then
            awaitPollOfAtMost(PAGES_MAX, database, relay);
        }
    }

    private static void publish(int events, TestDatabase database, TestTopic topic, TestRelay relay) {
        database.sql(FILL.formatted(topic.name, events));
        relay.workers.wake();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> database.pending() == 0);
    }

    private static void awaitPollOfAtMost(long pages, TestDatabase database, TestRelay relay) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            // PostgreSQL looks again for what is dead to all sessions when a transaction has written since.
            database.sql("SELECT pg_current_xact_id()");
            JsonObject plan = planOfAPoll(relay);
            assertThat(plan.getLong("Shared Hit Blocks") + plan.getLong("Shared Read Blocks"))
                    .as(plan.encodePrettily())
                    .isLessThanOrEqualTo(pages);
        });
    }

    /** As the relay's own session plans it. */
    private static JsonObject planOfAPoll(TestRelay relay) {
        return relay.pool
                .preparedQuery("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + LaneRepository.CLAIM)
                .execute(Tuple.of(16, "node-1", 1000L, new String[0]))
                .await()
                .atMost(TestDatabase.TIMEOUT)
                .iterator()
                .next()
                .get(JsonArray.class, 0)
                .getJsonObject(0)
                .getJsonObject("Plan");
    }
}
