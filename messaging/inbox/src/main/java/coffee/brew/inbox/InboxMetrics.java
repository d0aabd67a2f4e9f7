package coffee.brew.inbox;

import coffee.brew.envelope.EventIds;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Meters, each with the tag {@code consumer}; listed in the module's README. */
@ApplicationScoped
class InboxMetrics {
    /** Distinct values of the tag {@code type}: it comes from records, which anybody may have written. */
    private static final int TYPES_MAX = 50;

    private static final int TYPE_LENGTH_MAX = 100;
    private static final Duration[] LAG_BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5)
    };

    private final MeterRegistry registry;
    private final Clock clock = Clock.systemUTC();
    private final Map<String, ConsumerMeters> meters = new ConcurrentHashMap<>();

    InboxMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    ConsumerMeters of(String consumer) {
        return meters.computeIfAbsent(consumer, this::register);
    }

    /** From the start on: a consumer that never had a batch may be the one that is in trouble. */
    void lag(String group, ConsumerLag lag) {
        Gauge.builder("brew.inbox.lag.records", lag, ConsumerLag::records)
                .description("Records in the partitions of this process that are not committed")
                .tag("consumer", group)
                .register(registry);
        Gauge.builder("brew.inbox.stalled", lag, ConsumerLag::stalledSeconds)
                .description("How long there has been something to read while nothing was committed")
                .baseUnit("seconds")
                .tag("consumer", group)
                .register(registry);
    }

    /** From the start on, too. */
    void membership(Membership membership) {
        Gauge.builder("brew.inbox.outside", membership, Membership::outsideSeconds)
                .description("How long the broker has answered while the consumer sent its group no heartbeat")
                .baseUnit("seconds")
                .tag("consumer", membership.group())
                .register(registry);
    }

    private ConsumerMeters register(String consumer) {
        return new ConsumerMeters(
                consumer,
                counter("brew.inbox.processed", "Events that had their effect", consumer),
                counter("brew.inbox.duplicates", "Copies of events that had their effect before", consumer),
                counter("brew.inbox.dead.lettered", "Records sent to the dead letter topic", consumer),
                counter("brew.inbox.retries", "Attempts repeated after a passing trouble", consumer),
                Timer.builder("brew.inbox.lag")
                        .description("From the making of an event to the commit of its effect")
                        .serviceLevelObjectives(LAG_BUCKETS)
                        .tag("consumer", consumer)
                        .register(registry),
                DistributionSummary.builder("brew.inbox.batch.size")
                        .description("Records of a poll batch")
                        .baseUnit("records")
                        .tag("consumer", consumer)
                        .register(registry),
                Timer.builder("brew.inbox.delivery")
                        .description("From the sending of a record to the commit of its effect")
                        .serviceLevelObjectives(LAG_BUCKETS)
                        .tag("consumer", consumer)
                        .register(registry),
                new ConcurrentHashMap<>());
    }

    private Counter counter(String name, String description, String consumer) {
        return Counter.builder(name)
                .description(description)
                .tag("consumer", consumer)
                .register(registry);
    }

    final class ConsumerMeters {
        private final String consumer;
        private final Counter processed;
        private final Counter duplicates;
        private final Counter deadLettered;
        private final Counter retries;
        private final Timer lag;
        private final DistributionSummary batchSize;
        private final Timer delivery;
        private final Map<String, Counter> passedOver;

        private ConsumerMeters(
                String consumer,
                Counter processed,
                Counter duplicates,
                Counter deadLettered,
                Counter retries,
                Timer lag,
                DistributionSummary batchSize,
                Timer delivery,
                Map<String, Counter> passedOver) {
            this.consumer = consumer;
            this.processed = processed;
            this.duplicates = duplicates;
            this.deadLettered = deadLettered;
            this.retries = retries;
            this.lag = lag;
            this.batchSize = batchSize;
            this.delivery = delivery;
            this.passedOver = passedOver;
        }

        Counter duplicates() {
            return duplicates;
        }

        Counter deadLettered() {
            return deadLettered;
        }

        Counter retries() {
            return retries;
        }

        DistributionSummary batchSize() {
            return batchSize;
        }

        /** Call after the commit, with those that had their effect now. */
        void processed(Collection<Delivery> applied) {
            processed.increment(applied.size());
            long nowMs = clock.millis();
            for (Delivery each : applied) {
                // Clocks of two machines differ: an effect before its event counts as at once.
                long madeMs = EventIds.createdAt(each.event().eventId()).toEpochMilli();
                lag.record(Math.max(0, nowMs - madeMs), TimeUnit.MILLISECONDS);
                delivery.record(Math.max(0, nowMs - each.source().timestamp()), TimeUnit.MILLISECONDS);
            }
        }

        void passedOver(String type) {
            boolean isKnown = passedOver.containsKey(type);
            boolean isNameable = type.length() <= TYPE_LENGTH_MAX && passedOver.size() < TYPES_MAX;
            passedOver
                    .computeIfAbsent(isKnown || isNameable ? type : "other", this::registerPassedOver)
                    .increment();
        }

        private Counter registerPassedOver(String type) {
            return Counter.builder("brew.inbox.passed.over")
                    .description("Records of a type that the effect does not name")
                    .tags("consumer", consumer, "type", type)
                    .register(registry);
        }
    }
}
