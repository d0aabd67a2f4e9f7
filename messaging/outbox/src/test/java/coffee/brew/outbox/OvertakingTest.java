package coffee.brew.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One relay stands still with version 1 in its hand while version 2 is committed and another relay goes by. */
class OvertakingTest {
    private final TestTopic topic = new TestTopic();
    private final TestDatabase database = new TestDatabase();
    private final StallingPublisher stall = new StallingPublisher();
    private final TestRelay stalled = new TestRelay("node-1", database, topic, TestRelay.SHORT_LEASE, stall::of);
    private final TestRelay other = new TestRelay("node-2", database, topic);

    /** The first round of a relay opens its connection, for which the send window may be too short. */
    @BeforeEach
    void warmUp() {
        stalled.relay.round().await().atMost(TestDatabase.TIMEOUT);
        other.relay.round().await().atMost(TestDatabase.TIMEOUT);
    }

    @AfterEach
    void close() {
        stalled.close();
        other.close();
        database.close();
    }

    @Test
    void laneWithALiveLeaseIsPassedBy() {
        // Given
        CompletableFuture<Integer> round = stallWithVersion1(stalled.relay.round());
        // When
        int rows = other.relay.round().await().atMost(TestDatabase.TIMEOUT);
        stall.release();
        round.join();
        // Then
        assertThat(rows).isZero();
        other.relay.round().await().atMost(TestDatabase.TIMEOUT);
        assertThat(versions()).containsExactly(1L, 2L);
    }

    @Test
    void successorBeginsWithTheEarliestEventAndTheLateCopyIsADuplicate() {
        // Given
        CompletableFuture<Integer> round = stallWithVersion1(stalled.relay.round());
        // When
        await().atMost(TestDatabase.TIMEOUT)
                .until(() -> other.relay.round().await().atMost(TestDatabase.TIMEOUT) == 2);
        stall.release();
        round.join();
        // Then
        assertThat(versions()).containsExactly(1L, 2L, 1L);
        assertThat(stalled.counted("brew.outbox.lanes.lost")).isOne();
    }

    @Test
    void competingForRowsInsteadOfLanesOverturnsTheOrder() {
        // Given
        database.sql("GRANT UPDATE ON outbox TO " + database.database.serviceUser());
        CompletableFuture<Boolean> round = stallWithVersion1(new RowWiseRelay(database, stalled.publisher).get());
        // When
        new RowWiseRelay(database, other.publisher).get().await().atMost(TestDatabase.TIMEOUT);
        stall.release();
        round.join();
        // Then
        assertThat(versions()).containsExactly(2L, 1L);
    }

    private <T> CompletableFuture<T> stallWithVersion1(Uni<T> round) {
        database.change(topic.name, "thing");
        CompletableFuture<T> running = round.subscribeAsCompletionStage();
        await().atMost(TestDatabase.TIMEOUT).until(stall::isReached);
        database.change(topic.name, "thing");
        return running;
    }

    private List<Long> versions() {
        return topic.records().stream()
                .map(record -> Long.valueOf(TestTopic.header(record, "aggregate-version")))
                .toList();
    }
}
