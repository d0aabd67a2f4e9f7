package coffee.brew.inbox;

import io.quarkus.logging.Log;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.health.Liveness;

/**
 * Commits to Kafka what was acknowledged, and nothing else: soon after the first acknowledgement, when a partition is
 * taken away, and at the end. A commit that fails costs a redelivery, never the channel.
 *
 * <p>The connector's own strategies do not fit: {@code latest} commits once per batch and partition and still commits
 * for partitions that are gone, {@code throttled} asks the broker before it lets a new partition's first batch through
 * and ends the channel when there is no answer.
 */
final class AcknowledgedOffsets implements KafkaCommitHandler {
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final KafkaConsumer<?, ?> consumer;
    private final Partitions partitions;
    private final String group;
    private final long commitIntervalMs;
    private final Set<TopicPartition> assigned = ConcurrentHashMap.newKeySet();
    private final Map<TopicPartition, Long> uncommitted = new ConcurrentHashMap<>();
    private final AtomicBoolean isCommitDue = new AtomicBoolean();
    private final Membership membership;
    private final ConsumerLag lag;

    private AcknowledgedOffsets(Vertx vertx, KafkaConsumer<?, ?> consumer, Partitions partitions, InboxConfig config) {
        this.vertx = vertx;
        this.consumer = consumer;
        this.partitions = partitions;
        group = String.valueOf(consumer.configuration().get(ConsumerConfig.GROUP_ID_CONFIG));
        commitIntervalMs = config.commitInterval().toMillis();
        membership = new Membership(group, config.absenceMax(), System::nanoTime);
        lag = new ConsumerLag(vertx, consumer, assigned, membership, config.lagInterval());
    }

    @Override
    public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> acknowledged) {
        TopicPartition partition = new TopicPartition(acknowledged.getTopic(), acknowledged.getPartition());
        remember(partition, acknowledged.getOffset() + 1);
        return Uni.createFrom().voidItem();
    }

    @Override
    public void partitionsAssigned(Collection<TopicPartition> gained) {
        for (TopicPartition partition : gained) {
            if (assigned.add(partition)) {
                uncommitted.remove(partition); // of an earlier time as its owner
            }
        }
    }

    /** On the polling thread, before the partitions may go to another member. */
    @Override
    public void partitionsRevoked(Collection<TopicPartition> lost) {
        partitions.lost(group, lost);
        assigned.removeAll(lost);
        Map<TopicPartition, OffsetAndMetadata> last = take(lost);
        if (last.isEmpty()) {
            return;
        }
        try {
            consumer.unwrap().commitSync(last, COMMIT_TIMEOUT);
        } catch (KafkaException e) {
            Log.warnf(
                    "offsets not committed on revocation, will be redelivered group=%s error=%s", group, e.getClass());
        }
    }

    @Override
    public void terminate(boolean graceful) {
        lag.stop();
        Map<TopicPartition, OffsetAndMetadata> last = take(assigned);
        if (last.isEmpty()) {
            return;
        }
        try {
            consumer.runOnPollingThread(kafka -> {
                        kafka.commitSync(last, COMMIT_TIMEOUT);
                    })
                    .await()
                    .atMost(COMMIT_TIMEOUT.plusSeconds(1));
        } catch (RuntimeException e) {
            Log.warnf("offsets not committed at the end, will be redelivered group=%s error=%s", group, e.getClass());
        }
    }

    private void remember(TopicPartition partition, long offset) {
        if (!assigned.contains(partition)) {
            return;
        }
        uncommitted.merge(partition, offset, Math::max);
        if (isCommitDue.compareAndSet(false, true)) {
            vertx.setTimer(commitIntervalMs, id -> commit());
        }
    }

    private void commit() {
        isCommitDue.set(false);
        consumer.runOnPollingThread(this::commitTaken)
                .subscribe()
                .with(sent -> {}, failure -> Log.debugf("offsets not committed error=%s", failure.getClass()));
    }

    /** Takes on the polling thread, too: a revocation in between would let an old offset follow the next owner's. */
    private void commitTaken(Consumer<?, ?> kafka) {
        Map<TopicPartition, OffsetAndMetadata> offsets = take(assigned);
        if (offsets.isEmpty()) {
            return;
        }
        kafka.commitAsync(offsets, (committed, failure) -> {
            if (failure != null) {
                Log.warnf("offsets not committed, will be tried again group=%s error=%s", group, failure.getClass());
                offsets.forEach((partition, offset) -> remember(partition, offset.offset()));
            }
        });
    }

    private Map<TopicPartition, OffsetAndMetadata> take(Collection<TopicPartition> of) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : of) {
            Long offset = uncommitted.remove(partition);
            if (offset != null) {
                offsets.put(partition, new OffsetAndMetadata(offset));
            }
        }
        return offsets;
    }

    @ApplicationScoped
    @Identifier("brew-inbox")
    static class Factory implements KafkaCommitHandler.Factory {
        private final Partitions partitions;
        private final InboxConfig config;
        private final InboxMetrics metrics;
        private final InboxHealth health;

        Factory(Partitions partitions, InboxConfig config, InboxMetrics metrics, @Liveness InboxHealth health) {
            this.partitions = partitions;
            this.config = config;
            this.metrics = metrics;
            this.health = health;
        }

        @Override
        public KafkaCommitHandler create(
                KafkaConnectorIncomingConfiguration channel,
                Vertx vertx,
                KafkaConsumer<?, ?> consumer,
                BiConsumer<Throwable, Boolean> reportFailure) {
            AcknowledgedOffsets offsets = new AcknowledgedOffsets(vertx, consumer, partitions, config);
            metrics.lag(offsets.group, offsets.lag);
            metrics.membership(offsets.membership);
            health.watch(offsets.membership);
            offsets.lag.start();
            return offsets;
        }
    }
}
