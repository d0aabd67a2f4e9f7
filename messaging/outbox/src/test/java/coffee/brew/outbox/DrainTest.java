package coffee.brew.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DrainTest {
    private static final int EVENTS = 300;

    @Test
    void cleanStopUnderLoadCausesNoDuplicateAndReleasesEveryLane() {
        // Given
        TestTopic topic = new TestTopic();
        try (TestDatabase database = new TestDatabase();
                TestRelay first = new TestRelay("node-1", database, topic)) {
            first.start();
            CompletableFuture<Void> writer = Background.run(() -> {
                for (int event = 0; event < EVENTS; event++) {
                    database.append(TestDatabase.event(topic.name, "thing-" + event, 1), first.workers::wake);
                }
            });
            await().atMost(TestDatabase.TIMEOUT).until(() -> first.counted("brew.outbox.published") > 20);
            // When
            first.workers.drain().await().atMost(TestDatabase.TIMEOUT);
            long publishedByFirst = (long) first.counted("brew.outbox.published");
            // Then
            assertThat(database.number("SELECT count(*) FROM outbox_lane WHERE owner IS NOT NULL"))
                    .isZero();
            writer.join();
            assertThat(database.pending()).isEqualTo(EVENTS - publishedByFirst).isPositive();
            try (TestRelay second = new TestRelay("node-2", database, topic)) {
                second.start();
                await().atMost(TestDatabase.TIMEOUT).until(() -> database.pending() == 0);
            }
            assertThat(topic.records()).hasSize(EVENTS);
        }
    }

    @Test
    void batchInFlightIsSettledBeforeTheDrainEnds() {
        // Given
        TestTopic topic = new TestTopic();
        StallingPublisher stall = new StallingPublisher();
        try (TestDatabase database = new TestDatabase()) {
            database.append(TestDatabase.event(topic.name, "thing", 1), () -> {});
            try (TestRelay relay = new TestRelay("node-1", database, topic, Map.of(), stall::of)) {
                relay.start();
                await().atMost(TestDatabase.TIMEOUT).until(() -> stall.isReached());
                // When
                CompletableFuture<Void> drained = relay.workers.drain().subscribeAsCompletionStage();
                boolean endedBeforeTheAnswer = drained.isDone();
                stall.release();
                drained.join();
                // Then
                assertThat(endedBeforeTheAnswer).isFalse();
                assertThat(database.pending()).isZero();
            }
        }
    }
}
