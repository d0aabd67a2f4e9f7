package coffee.brew.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.outbox.OutboxRepository.Settled;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final Duration LEASE = Duration.ofMillis(500);

    private final TestDatabase database = new TestDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void laneWithALiveLeaseIsNobodyElses() {
        // Given
        database.append(TestDatabase.event("things", "thing", 1), () -> {});
        List<Lane> mine = claim("node-1", Duration.ofMinutes(1));
        // When
        List<Lane> others = claim("node-2", Duration.ofMinutes(1));
        // Then
        assertThat(mine).hasSize(1);
        assertThat(others).isEmpty();
    }

    @Test
    void relayThatLostItsLeaseDeletesOnlyWhatWasAcknowledgedToItAndReleasesNothing() {
        // Given
        database.append(TestDatabase.event("things", "thing", 1), () -> {});
        database.append(TestDatabase.event("things", "thing", 2), () -> {});
        List<Lane> paused = claim("node-1", LEASE);
        PendingEvent acknowledged = read(paused).get(0);
        List<Lane> successor = await().atMost(TestDatabase.TIMEOUT)
                .until(() -> claim("node-2", Duration.ofMinutes(1)), lanes -> !lanes.isEmpty());
        // When
        Settled settled = OutboxRepository.settle(
                        database.pool,
                        "node-1",
                        paused,
                        new BatchResult(List.of(acknowledged), List.of(), List.of(), 0))
                .await()
                .atMost(TestDatabase.TIMEOUT);
        // Then
        assertThat(settled).isEqualTo(new Settled(1, 0));
        assertThat(read(successor)).extracting(PendingEvent::aggregateVersion).containsExactly(2L);
        assertThat(database.number("SELECT count(*) FROM outbox_lane WHERE owner = 'node-2'"))
                .isOne();
    }

    @Test
    void claimLeavesTheLanesBeyondItsLimitToOthers() {
        // Given
        for (int key = 0; key < 200; key++) {
            database.append(TestDatabase.event("things", "thing-" + key, 1), () -> {});
        }
        // When
        List<Lane> first = claim("node-1", Duration.ofMinutes(1));
        List<Lane> second = claim("node-2", Duration.ofMinutes(1));
        // Then
        assertThat(first).hasSize(16);
        assertThat(second).hasSize(16).doesNotContainAnyElementsOf(first);
    }

    @Test
    void topicInTroubleIsLeftOutAndTheOthersAreNot() {
        // Given
        database.append(TestDatabase.event("broken", "thing", 1), () -> {});
        database.append(TestDatabase.event("things", "thing", 2), () -> {});
        // When
        List<Lane> lanes = LaneRepository.claim(database.pool, "node-1", LEASE, 16, List.of("broken"))
                .await()
                .atMost(TestDatabase.TIMEOUT);
        List<PendingEvent> events = OutboxRepository.read(database.pool, lanes, 100, 1_000_000, List.of())
                .await()
                .atMost(TestDatabase.TIMEOUT);
        // Then
        assertThat(events).extracting(PendingEvent::topic).containsExactly("things");
    }

    @Test
    void keyInTroubleIsLeftOutAndTheOthersAreNot() {
        // Given
        for (int key = 0; key < 100; key++) {
            database.append(TestDatabase.event("things", "thing-" + key, 1), () -> {});
        }
        database.append(TestDatabase.event("things", "thing-1", 2), () -> {});
        List<Lane> lanes = LaneRepository.claim(database.pool, "node-1", LEASE, 64, List.of())
                .await()
                .atMost(TestDatabase.TIMEOUT);
        // When
        List<PendingEvent> events = OutboxRepository.read(database.pool, lanes, 100, 1_000_000, List.of("thing-1"))
                .await()
                .atMost(TestDatabase.TIMEOUT);
        // Then
        assertThat(events).hasSize(99).extracting(PendingEvent::aggregateId).doesNotContain("thing-1");
    }

    private List<Lane> claim(String node, Duration lease) {
        return LaneRepository.claim(database.pool, node, lease, 16, List.of())
                .await()
                .atMost(TestDatabase.TIMEOUT);
    }

    private List<PendingEvent> read(List<Lane> lanes) {
        return OutboxRepository.read(database.pool, lanes, 100, 1_000_000, List.of())
                .await()
                .atMost(TestDatabase.TIMEOUT);
    }
}
