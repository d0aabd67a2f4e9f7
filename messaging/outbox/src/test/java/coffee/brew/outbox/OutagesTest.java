package coffee.brew.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.outbox.BatchResult.Failure;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class OutagesTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int OTHERS = 20;

    private final Outages outages = new Outages(LONG, LONG);

    @Test
    void topicThatTookNothingIsUnavailable() {
        // When
        outages.learn(new BatchResult(List.of(), List.of(), List.of(failure("stuck")), 0));
        // Then
        assertThat(outages.avoidedTopics()).containsExactly("things");
        assertThat(outages.avoidedKeys()).isEmpty();
    }

    @Test
    void topicThatTookSomethingIsNotAndOnlyTheKeyWaits() {
        // When
        outages.learn(new BatchResult(List.of(event("other")), List.of(), List.of(failure("stuck")), 0));
        // Then
        assertThat(outages.avoidedTopics()).isEmpty();
        assertThat(outages.avoidedKeys()).containsExactly("stuck");
    }

    @Test
    void keyThatIsKnownToFailSaysNothingOfItsTopicWhenItFailsAlone() {
        // Given
        outages.learn(new BatchResult(List.of(event("other")), List.of(), List.of(failure("stuck")), 0));
        // When
        outages.learn(new BatchResult(List.of(), List.of(), List.of(failure("stuck")), 0));
        // Then
        assertThat(outages.avoidedTopics()).isEmpty();
    }

    @Test
    void topicWithTooManyKeysInTroubleIsUnavailable() {
        // Given
        List<Failure> failures = IntStream.rangeClosed(0, Outages.KEYS_MAX)
                .mapToObj(key -> failure("stuck-" + key))
                .toList();
        // When
        outages.learn(new BatchResult(List.of(event("other")), List.of(), failures, 0));
        // Then
        assertThat(outages.avoidedKeys()).hasSize(Outages.KEYS_MAX);
        assertThat(outages.avoidedTopics()).containsExactly("things");
    }

    @Test
    void whatGetsThroughIsNotAvoidedAnyMore() {
        // Given
        outages.learn(new BatchResult(List.of(event("other")), List.of(), List.of(failure("stuck")), 0));
        outages.learn(new BatchResult(List.of(), List.of(), List.of(failure("new")), 0));
        // When
        outages.learn(new BatchResult(List.of(event("stuck"), event("new")), List.of(), List.of(), 0));
        // Then
        assertThat(outages.avoidedTopics()).isEmpty();
        assertThat(outages.avoidedKeys()).isEmpty();
    }

    @Test
    void newsAreTheFirstFailureAndACauseOfAnotherClass() {
        // Given
        Backoffs backoffs = new Backoffs(LONG, LONG);
        // When
        List<Boolean> news = List.of(
                backoffs.failed("things", new TimeoutException("first")),
                backoffs.failed("things", new TimeoutException("second")),
                backoffs.failed("things", new InvalidRecordException("third")));
        // Then
        assertThat(news).containsExactly(true, false, true);
    }

    @Test
    void failureOfOneKeyForAReasonThatNobodyForesawStopsNoOtherOfItsBatch() {
        // Given
        MemoryPublisher broker = new MemoryPublisher("stuck");
        try (TestDatabase database = new TestDatabase();
                TestRelay relay = new TestRelay("node-1", database, new TestTopic(), Map.of(), kafka -> broker)) {
            database.change("things", "stuck");
            database.change("things", "stuck");
            changeOthers(database);
            // When
            relay.patient().round().await().atMost(TestDatabase.TIMEOUT);
            // Then
            assertThat(broker.taken).hasSize(OTHERS);
            assertThat(database.pending()).isEqualTo(2);
        }
    }

    private static void changeOthers(TestDatabase database) {
        IntStream.range(0, OTHERS).forEach(key -> database.change("things", "thing-" + key));
    }

    private static Failure failure(String key) {
        return new Failure(event(key), new TimeoutException("injected"));
    }

    private static PendingEvent event(String key) {
        return new PendingEvent(
                (short) 0, 1, new UUID(0, 0), "things", key, 1, "thing.changed", Buffer.buffer(), Map.of(), 0);
    }
}
