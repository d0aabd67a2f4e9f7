package coffee.brew.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import coffee.brew.envelope.EventIds;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How large an event may be, and how many of them a round takes. */
class EventBytesTest {
    private static final Map<String, String> FEW_BYTES = Map.of("brew.outbox.batch-bytes", "4096");

    @Test
    void eventThatNoBrokerTakesIsRefusedBeforeItIsAppended() {
        assertThatThrownBy(() -> event("things", 1, OutboxEvent.BYTES_MAX + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bytes=1000001 max=1000000");
    }

    @Test
    void largestEventIsSent() {
        // Given
        TestTopic topic = new TestTopic();
        try (TestDatabase database = new TestDatabase();
                TestRelay relay = new TestRelay("node-1", database, topic)) {
            OutboxEvent largest = event(topic.name, 1, OutboxEvent.BYTES_MAX);
            database.append(largest, () -> {});
            // When
            relay.start();
            // Then
            await().atMost(TestDatabase.TIMEOUT).until(() -> database.pending() == 0);
            assertThat(topic.records()).hasSize(1);
        }
    }

    @Test
    void roundTakesNoMoreBytesThanItMayAndOneEventAtLeast() {
        // Given
        MemoryPublisher broker = new MemoryPublisher("none");
        try (TestDatabase database = new TestDatabase();
                TestRelay relay = new TestRelay("node-1", database, new TestTopic(), FEW_BYTES, kafka -> broker)) {
            database.append(event("things", 1, 10_000), () -> {});
            for (int version = 2; version <= 10; version++) {
                database.append(event("things", version, 1_000), () -> {});
            }
            OutboxRelay rounds = relay.patient();
            // When
            int first = rounds.round().await().atMost(TestDatabase.TIMEOUT);
            int second = rounds.round().await().atMost(TestDatabase.TIMEOUT);
            // Then
            assertThat(first).isOne();
            assertThat(second).isEqualTo(5);
        }
    }

    private static OutboxEvent event(String topic, long version, int bytes) {
        Buffer payload = Buffer.buffer(new byte[bytes]);
        return new OutboxEvent(EventIds.next(), topic, "thing", version, "thing.changed", payload, Map.of());
    }
}
