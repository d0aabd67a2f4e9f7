package coffee.brew.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AppendTest {
    private static final Map<String, String> NO_POLLING = Map.of(
            "brew.outbox.lease", "1s",
            "brew.outbox.poll-interval-min", "10s",
            "brew.outbox.poll-interval-max", "60s");

    private static final String FIRST_BEFORE_SECOND =
            """
            SELECT count(*) FROM outbox first JOIN outbox second ON first.id < second.id
             WHERE first.aggregate_id = 'kept-1' AND second.aggregate_id = 'kept-2'
            """;

    private final TestDatabase database = new TestDatabase();
    private final TestTopic topic = new TestTopic();
    private final AtomicInteger wakeUps = new AtomicInteger();
    private final Outbox outbox = new TransactionalOutbox(wakeUps::incrementAndGet);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void relayIsWokenByTheCommitAndNotBefore() {
        // Given
        SqlConnection connection = connection();
        Transaction transaction = connection.begin().await().atMost(TestDatabase.TIMEOUT);
        outbox.append(connection, TestDatabase.event(topic.name, "thing", 1))
                .await()
                .atMost(TestDatabase.TIMEOUT);
        int beforeCommit = wakeUps.get();
        // When
        transaction.commit().await().atMost(TestDatabase.TIMEOUT);
        // Then
        assertThat(beforeCommit).isZero();
        await().atMost(TestDatabase.TIMEOUT).until(() -> wakeUps.get() == 1);
    }

    @Test
    void rollbackLeavesNoEventAndWakesNobody() {
        // Given
        Uni<Void> failing =
                database.pool.withTransaction(tx -> outbox.append(tx, TestDatabase.event(topic.name, "thing", 1))
                        .chain(() -> Uni.createFrom().failure(new IllegalStateException("injected"))));
        // When
        assertThatThrownBy(() -> failing.await().atMost(TestDatabase.TIMEOUT)).hasMessage("injected");
        // Then
        assertThat(database.pending()).isZero();
        assertThat(wakeUps).hasValue(0);
    }

    @Test
    void everyCommitIsSentWithoutPolling() {
        // Given
        try (TestRelay relay = new TestRelay("node-1", database, topic, NO_POLLING, kafka -> kafka).start()) {
            // When
            List<CompletableFuture<Void>> writers = IntStream.range(0, 4)
                    .mapToObj(writer -> Background.run(() -> append100(writer, relay)))
                    .toList();
            writers.forEach(CompletableFuture::join);
            // Then
            await().atMost(TestDatabase.TIMEOUT).until(() -> database.pending() == 0);
        }
    }

    @Test
    void idsOfOneAggregateFollowItsVersionsWhoeverCommitsFirst() {
        // Given
        SqlConnection slow = connection();
        Transaction first = slow.begin().await().atMost(TestDatabase.TIMEOUT);
        database.sql("INSERT INTO aggregate VALUES ('thing', 0)");
        nextVersion(slow);
        // When
        CompletableFuture<Void> second = Background.run(() -> database.change(topic.name, "thing"));
        await().atMost(TestDatabase.TIMEOUT)
                .until(() -> database.number("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);
        outbox.append(slow, TestDatabase.event(topic.name, "thing", 1)).await().atMost(TestDatabase.TIMEOUT);
        first.commit().await().atMost(TestDatabase.TIMEOUT);
        second.join();
        // Then
        assertThat(database.number("SELECT count(*) FROM outbox")).isEqualTo(2);
        assertThat(database.number("SELECT aggregate_version FROM outbox ORDER BY id LIMIT 1"))
                .isOne();
    }

    @Test
    void eventWithALowerIdThatCommitsLaterIsNotLost() {
        // Given
        try (TestRelay relay = new TestRelay("node-1", database, topic).start()) {
            SqlConnection slow = connection();
            Transaction first = slow.begin().await().atMost(TestDatabase.TIMEOUT);
            outbox.append(slow, TestDatabase.event(topic.name, "late", 1))
                    .await()
                    .atMost(TestDatabase.TIMEOUT);
            database.append(TestDatabase.event(topic.name, "early", 1), relay.workers::wake);
            await().atMost(TestDatabase.TIMEOUT).until(() -> topic.records().size() == 1);
            // When
            first.commit().await().atMost(TestDatabase.TIMEOUT);
            // Then
            await().atMost(TestDatabase.TIMEOUT)
                    .until(() -> topic.firstCopies().keySet().containsAll(List.of("early", "late")));
        }
    }

    @Test
    void fragmentInsertsTheEventsOfTheJoinedRowsInTheirOrder() {
        // Given
        Tuple parameters = Tuple.of(new String[] {"kept-1", "kept-2"});
        List<OutboxEvent> events = List.of(
                TestDatabase.event(topic.name, "kept-1", 1),
                TestDatabase.event(topic.name, "refused", 1),
                TestDatabase.event(topic.name, "kept-2", 1));
        OutboxInsert.addParameters(parameters, events);
        String sql =
                "WITH placed AS (INSERT INTO aggregate SELECT unnest($1::text[]), 1 RETURNING id AS aggregate_id), "
                        + OutboxInsert.cte("appended", 2, "JOIN placed USING (aggregate_id)")
                        + " SELECT aggregate_id FROM placed";
        // When
        int placed = database.pool
                .preparedQuery(sql)
                .execute(parameters)
                .await()
                .atMost(TestDatabase.TIMEOUT)
                .rowCount();
        // Then
        assertThat(placed).isEqualTo(2);
        assertThat(parameters.size()).isEqualTo(1 + OutboxInsert.PARAMETERS);
        assertThat(database.number("SELECT count(*) FROM outbox")).isEqualTo(2);
        assertThat(database.number("SELECT count(*) FROM outbox WHERE aggregate_id = 'refused'"))
                .isZero();
        assertThat(database.number(FIRST_BEFORE_SECOND)).isOne();
        assertThat(database.number("SELECT count(*) FROM aggregate, outbox WHERE aggregate.xmin = outbox.xmin"))
                .isEqualTo(4);
    }

    @Test
    void serviceRoleCanNeitherChangeEventsNorTables() {
        // Given
        List<String> forbidden = List.of(
                "UPDATE outbox SET payload = ''", "INSERT INTO outbox_lane (lane) VALUES (1)", "DROP TABLE outbox");
        // When
        List<String> states = forbidden.stream().map(this::sqlStateOf).toList();
        // Then
        assertThat(states).containsOnly("42501");
    }

    private void append100(int writer, TestRelay relay) {
        for (int i = 0; i < 100; i++) {
            database.append(TestDatabase.event(topic.name, "thing-" + writer + "-" + i, 1), relay.workers::wake);
        }
    }

    private String sqlStateOf(String sql) {
        return database.pool
                .query(sql)
                .execute()
                .map(rows -> "done")
                .onFailure(PgException.class)
                .recoverWithItem(PgException::getSqlState)
                .await()
                .atMost(TestDatabase.TIMEOUT);
    }

    private SqlConnection connection() {
        return database.pool.getConnection().await().atMost(TestDatabase.TIMEOUT);
    }

    private static void nextVersion(SqlConnection tx) {
        tx.query("UPDATE aggregate SET version = version + 1 WHERE id = 'thing'")
                .execute()
                .await()
                .atMost(TestDatabase.TIMEOUT);
    }
}
