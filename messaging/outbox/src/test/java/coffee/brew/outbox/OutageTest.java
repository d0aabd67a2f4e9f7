package coffee.brew.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.infra.LocalKafka;
import coffee.brew.infra.LocalPostgres;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class OutageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int KEYS = 20;
    private static final Map<String, String> REAL_LEASE = Map.of();

    @Test
    void backlogGrowsWhileTheBrokerIsAwayAndDrainsInOrderAfterwards() {
        try (LocalKafka broker = LocalKafka.start();
                TestDatabase database = new TestDatabase()) {
            // Given
            TestTopic topic = new TestTopic(broker);
            try (TestRelay relay = new TestRelay("node-1", database, topic, REAL_LEASE, kafka -> kafka).start()) {
                changeEach(database, topic);
                await().atMost(TestDatabase.TIMEOUT).until(() -> database.pending() == 0);
                // When
                broker.kill();
                changeEach(database, topic);
                changeEach(database, topic);
                await().atMost(PATIENCE).until(() -> relay.counted("brew.outbox.send.failures") > 0);
                long pendingMeanwhile = database.pending();
                broker.restart();
                // Then
                assertThat(pendingMeanwhile).isEqualTo(2 * KEYS);
                await().atMost(PATIENCE).until(() -> database.pending() == 0);
                assertThat(topic.firstCopies()).hasSize(KEYS).allSatisfy((key, versions) -> assertThat(versions)
                        .isEqualTo(List.of(1L, 2L, 3L)));
            }
        }
    }

    @Test
    void relayStartsWithoutABrokerAndCatchesUp() {
        try (LocalKafka broker = LocalKafka.start();
                TestDatabase database = new TestDatabase()) {
            // Given
            TestTopic topic = new TestTopic(broker);
            broker.stop();
            changeEach(database, topic);
            // When
            try (TestRelay relay = new TestRelay("node-1", database, topic, REAL_LEASE, kafka -> kafka).start()) {
                await().atMost(PATIENCE).until(() -> relay.counted("brew.outbox.send.failures") > 0);
                broker.restart();
                // Then
                await().atMost(PATIENCE).until(() -> database.pending() == 0);
                assertThat(topic.records()).hasSize(KEYS);
            }
        }
    }

    @Test
    void missingTopicHoldsUpNoOtherTopic() {
        // Given
        TestTopic topic = new TestTopic();
        try (TestDatabase database = new TestDatabase()) {
            for (int key = 0; key < KEYS; key++) {
                database.append(TestDatabase.event("missing", "stuck-" + key, 1), () -> {});
            }
            changeEach(database, topic);
            // When
            try (TestRelay relay = new TestRelay("node-1", database, topic, REAL_LEASE, kafka -> kafka).start()) {
                // Then
                await().atMost(PATIENCE).until(() -> database.pending() == KEYS);
                assertThat(topic.records()).hasSize(KEYS);
                await().atMost(PATIENCE).until(() -> relay.counted("brew.outbox.send.failures") > 0);
                assertThat(database.number("SELECT count(*) FROM outbox_parked"))
                        .isZero();
            }
        }
    }

    @Test
    void relayOutlivesACrashOfTheDatabase() {
        try (LocalPostgres server = LocalPostgres.start();
                TestDatabase database = new TestDatabase(server)) {
            // Given
            TestTopic topic = new TestTopic();
            try (TestRelay relay = new TestRelay("node-1", database, topic, REAL_LEASE, kafka -> kafka).start()) {
                changeEach(database, topic);
                await().atMost(TestDatabase.TIMEOUT).until(() -> database.pending() == 0);
                // When
                server.kill();
                assertThat(failureOf(relay.relay.round())).isNotNull();
                server.restart();
                await().ignoreExceptions().untilAsserted(() -> database.change(topic.name, "after"));
                // Then
                await().atMost(PATIENCE).until(() -> database.pending() == 0);
                assertThat(topic.firstCopies()).hasSize(KEYS + 1);
            }
        }
    }

    private static @Nullable Throwable failureOf(Uni<?> uni) {
        return uni.onItemOrFailure()
                .<@Nullable Throwable>transform((item, failure) -> failure)
                .await()
                .atMost(TestDatabase.TIMEOUT);
    }

    private static void changeEach(TestDatabase database, TestTopic topic) {
        for (int key = 0; key < KEYS; key++) {
            database.change(topic.name, "thing-" + key);
        }
    }
}
