package coffee.brew.outbox;

import coffee.brew.envelope.EventIds;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The meters of the relay; their names are in the module's README. */
final class OutboxMetrics {
    private static final Duration[] DELAY_BUCKETS = Stream.of(
                    5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 30_000, 300_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Counter published;
    private final Counter transientFailures;
    private final Counter permanentFailures;
    private final Counter fencedEvents;
    private final Counter lostLanes;
    private final Timer rounds;
    private final Timer publishDelay;
    private final Clock clock = Clock.systemUTC();
    private final AtomicInteger lanesHeld = new AtomicInteger();

    OutboxMetrics(MeterRegistry registry) {
        published = Counter.builder("brew.outbox.published")
                .description("Events acknowledged by the broker")
                .register(registry);
        transientFailures = failures(registry, "transient");
        permanentFailures = failures(registry, "permanent");
        fencedEvents = Counter.builder("brew.outbox.fenced.events")
                .description("Events held back because the lease had passed: duplicates avoided")
                .register(registry);
        lostLanes = Counter.builder("brew.outbox.lanes.lost")
                .description("Lanes that another relay had taken over before they were released")
                .register(registry);
        rounds = Timer.builder("brew.outbox.round")
                .description("From the read to the settlement of a round")
                .register(registry);
        publishDelay = Timer.builder("brew.outbox.publish.delay")
                .description("From the making of an event, just before its commit, to the broker's acknowledgement")
                .serviceLevelObjectives(DELAY_BUCKETS)
                .register(registry);
        Gauge.builder("brew.outbox.lanes.held", lanesHeld, AtomicInteger::get)
                .description("Lanes that this relay holds now")
                .register(registry);
    }

    private static Counter failures(MeterRegistry registry, String kind) {
        return Counter.builder("brew.outbox.send.failures")
                .tag("kind", kind)
                .description("Records that the broker did not acknowledge")
                .register(registry);
    }

    /** Registers what is measured rather than counted. */
    static void bind(MeterRegistry registry, Backlog backlog) {
        Gauge.builder("brew.outbox.pending", backlog, Backlog::pendingEvents)
                .description("Events that are not acknowledged yet")
                .register(registry);
        Gauge.builder("brew.outbox.oldest.age", backlog, one -> one.oldestAge().toMillis() / 1000.0)
                .description("Age of the oldest pending event that is not parked")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("brew.outbox.parked.keys", backlog, Backlog::parkedKeys)
                .description("Keys that the broker refuses for good")
                .register(registry);
    }

    void round(BatchResult result, long nanos) {
        published.increment(result.acknowledged().size());
        long nowMs = clock.millis();
        for (PendingEvent event : result.acknowledged()) {
            // Another replica's clock may be ahead: then the event counts as sent at once.
            long delayMs = nowMs - EventIds.createdAt(event.eventId()).toEpochMilli();
            publishDelay.record(Math.max(0, delayMs), TimeUnit.MILLISECONDS);
        }
        transientFailures.increment(result.failed().size());
        permanentFailures.increment(result.unsendable().size());
        fencedEvents.increment(result.fenced());
        rounds.record(nanos, TimeUnit.NANOSECONDS);
    }

    void lanesHeld(int change) {
        lanesHeld.addAndGet(change);
    }

    void lanesLost(int lanes) {
        lostLanes.increment(lanes);
    }
}
