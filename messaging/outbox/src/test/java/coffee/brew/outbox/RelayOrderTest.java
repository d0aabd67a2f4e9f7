package coffee.brew.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several relays on one outbox while several events per key are written, with failures and pauses past the lease. */
class RelayOrderTest {
    private static final int WRITERS = 4;
    private static final int KEYS = 160;
    private static final int VERSIONS = 6;
    private static final int VERSIONS_MAX = 100;
    /** Several events of each key, and not so many that relays which keep failing need a minute for them. */
    private static final int PENDING_MAX = 3 * KEYS;

    private static final Duration LONGER_THAN_THE_LEASE = Duration.ofMillis(1600);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Map<String, String> SETTINGS = Map.of(
            "brew.outbox.lease", "1s",
            "brew.outbox.batch-size", "60",
            "brew.outbox.lanes-per-round", "8",
            "brew.outbox.backoff-max", "100ms");

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void firstCopiesAreInVersionOrderAndNoneIsMissing(int replicas) {
        // Given
        TestTopic topic = new TestTopic();
        Semaphore onePauseAtATime = new Semaphore(1);
        List<FaultyPublisher> faults = new ArrayList<>();
        List<TestRelay> relays = new ArrayList<>();
        try (TestDatabase database = new TestDatabase()) {
            for (int replica = 1; replica <= replicas; replica++) {
                long seed = replica;
                relays.add(new TestRelay("node-" + replica, database, topic, SETTINGS, kafka -> {
                    faults.add(new FaultyPublisher(kafka, LONGER_THAN_THE_LEASE, onePauseAtATime, seed));
                    return faults.get(faults.size() - 1);
                }));
            }
            // When
            relays.forEach(TestRelay::start);
            write(database, topic, () -> everyFaultHasMattered(relays, faults)).join();
            await().atMost(PATIENCE).until(() -> database.pending() == 0);
            relays.forEach(TestRelay::close);
            // Then
            Map<String, List<Long>> firstCopies = topic.firstCopies();
            assertThat(firstCopies.values()).allMatch(RelayOrderTest::isInOrder);
            assertThat(firstCopies.values().stream().mapToLong(List::size).sum())
                    .isEqualTo(database.number("SELECT sum(version) FROM aggregate"));
            assertThat(relays).allMatch(relay -> relay.counted("brew.outbox.published") > 0);
            assertThat(everyFaultHasMattered(relays, faults)).isTrue();
            assertThat((long) topic.records().size())
                    .isGreaterThan(database.number("SELECT sum(version) FROM aggregate"));
        }
    }

    private static boolean everyFaultHasMattered(List<TestRelay> relays, List<FaultyPublisher> faults) {
        return faults.stream().allMatch(fault -> fault.pauses.get() > 0)
                && faults.stream().anyMatch(fault -> fault.failures.get() > 0)
                && faults.stream().anyMatch(fault -> fault.lostAcknowledgements.get() > 0)
                && relays.stream().anyMatch(relay -> relay.counted("brew.outbox.lanes.lost") > 0)
                && relays.stream().anyMatch(relay -> relay.counted("brew.outbox.fenced.events") > 0);
    }

    private static boolean isInOrder(List<Long> versions) {
        return versions.equals(
                LongStream.rangeClosed(1, versions.size()).boxed().toList());
    }

    /** Writes several versions of every key, and goes on until enough has happened. */
    private static CompletableFuture<Void> write(TestDatabase database, TestTopic topic, BooleanSupplier enough) {
        return CompletableFuture.allOf(IntStream.range(0, WRITERS)
                .mapToObj(writer -> Background.run(() -> write(writer, database, topic, enough)))
                .toArray(CompletableFuture[]::new));
    }

    private static void write(int writer, TestDatabase database, TestTopic topic, BooleanSupplier enough) {
        for (int version = 1; version <= VERSIONS_MAX; version++) {
            if (version > VERSIONS && enough.getAsBoolean()) {
                return;
            }
            await().atMost(PATIENCE).until(() -> database.pending() < PENDING_MAX || enough.getAsBoolean());
            for (int key = writer; key < KEYS; key += WRITERS) {
                database.change(topic.name, "thing-" + key);
            }
        }
    }
}
