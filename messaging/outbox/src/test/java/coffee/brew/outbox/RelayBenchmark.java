package coffee.brew.outbox;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How fast a backlog is drained. No test: run it by name. Prints figures, asserts nothing. */
class RelayBenchmark {
    private static final int EVENTS = Integer.getInteger("events", 500_000);
    private static final int TURNS = Integer.getInteger("turns", 3);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final String FILL =
            """
            INSERT INTO outbox (lane, event_id, topic, aggregate_id, aggregate_version, event_type, payload, headers)
            SELECT key %% 64, uuidv7(), '%s', 'order-' || key, version, 'order.created',
                   decode(repeat('ab', 240), 'hex'),
                   '{"trace-id": "4bf92f3577b34da6a3ce929d0e0e4736", "tenant-id": "tenant-1", "user-id": "user-1"}'
              FROM generate_series(1, 5) AS version, generate_series(1, %d) AS key
             ORDER BY version, key
            """;

    @Test
    void drains() {
        TestTopic topic = new TestTopic();
        try (TestDatabase database = new TestDatabase()) {
            for (int turn = 0; turn < TURNS; turn++) {
                drain(database, topic);
            }
        }
    }

    private static void drain(TestDatabase database, TestTopic topic) {
        database.sql(FILL.formatted(topic.name, EVENTS / 5));
        try (TestRelay relay = new TestRelay("bench", database, topic, Map.of(), publisher -> publisher)) {
            Duration service = serviceCpu();
            Duration broker = cpu(ProcessHandle.of(topic.server.pid()).stream());
            Duration postgres = postgresCpu(database);
            long started = System.nanoTime();
            relay.start();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> relay.counted("brew.outbox.published") >= EVENTS);
            double seconds = (System.nanoTime() - started) / 1e9;
            System.out.printf(
                    "BENCH events=%d seconds=%.2f events/s=%.0f cpu us/event: service=%.1f postgres=%.1f broker=%.1f%n",
                    EVENTS,
                    seconds,
                    EVENTS / seconds,
                    microsPerEvent(serviceCpu().minus(service)),
                    microsPerEvent(postgresCpu(database).minus(postgres)),
                    microsPerEvent(
                            cpu(ProcessHandle.of(topic.server.pid()).stream()).minus(broker)));
        }
    }

    private static double microsPerEvent(Duration cpu) {
        return cpu.toNanos() / 1000.0 / EVENTS;
    }

    private static Duration serviceCpu() {
        return cpu(Stream.of(ProcessHandle.current()));
    }

    private static Duration postgresCpu(TestDatabase database) {
        return cpu(ProcessHandle.of(database.server.pid()).stream().flatMap(ProcessHandle::descendants));
    }

    private static Duration cpu(Stream<ProcessHandle> processes) {
        return processes
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
