package coffee.brew.inbox;

import io.quarkus.logging.Log;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * How far the partitions of this process are ahead of what is committed. The broker is asked now and then, so that the
 * answer holds while the consumer stands still, too: the client's own figures move only when it fetches.
 */
final class ConsumerLag {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final KafkaConsumer<?, ?> consumer;
    private final Set<TopicPartition> assigned;
    private final Membership membership;
    private final long intervalMs;
    private volatile Sample last = new Sample(0, 0, System.nanoTime());
    private volatile boolean stopped;

    /** @param movedNanos when the committed offsets had moved, or there was nothing to read */
    private record Sample(long records, long committed, long movedNanos) {}

    /**
     * @param assigned the partitions of this process, kept up to date by others
     * @param membership is told of every answer, and of every question without one
     */
    ConsumerLag(
            Vertx vertx,
            KafkaConsumer<?, ?> consumer,
            Set<TopicPartition> assigned,
            Membership membership,
            Duration interval) {
        this.vertx = vertx;
        this.consumer = consumer;
        this.assigned = assigned;
        this.membership = membership;
        this.intervalMs = interval.toMillis();
    }

    /** Records that are in the partitions of this process and not committed, as of the last answer. */
    long records() {
        return last.records;
    }

    /** How long there has been something to read while nothing was committed; 0 without anything to read. */
    double stalledSeconds() {
        Sample sample = last;
        return sample.records == 0 ? 0 : (System.nanoTime() - sample.movedNanos) / 1e9;
    }

    /** Asks after each interval, until stopped. */
    void start() {
        if (!stopped) {
            vertx.setTimer(intervalMs, id -> ask());
        }
    }

    void stop() {
        stopped = true;
    }

    private void ask() {
        if (stopped) {
            return;
        }
        consumer.runOnPollingThread(kafka -> {
                    last = sample(kafka, Set.copyOf(assigned));
                })
                .subscribe()
                .with(asked -> answered(), failure -> {
                    Log.debugf("lag is not known error=%s", failure.getClass().getName());
                    failed(failure);
                });
    }

    private void answered() {
        membership.answered(lastHeartbeatAgoSeconds(consumer.unwrap()));
        start();
    }

    private void failed(Throwable failure) {
        boolean isClosed = failure instanceof RejectedExecutionException || failure instanceof IllegalStateException;
        boolean isRefused = failure instanceof ApiException && !(failure instanceof RetriableException);
        if (stopped) {
            return;
        }
        if (isClosed) {
            membership.closed();
            return;
        }
        if (isRefused) {
            answered();
            return;
        }
        membership.unanswered();
        start();
    }

    /** Empty when the client has sent none yet, or is no member of a group. */
    private static OptionalDouble lastHeartbeatAgoSeconds(Consumer<?, ?> kafka) {
        return kafka.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("last-heartbeat-seconds-ago"))
                .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
                .filter(seconds -> seconds >= 0)
                .findFirst();
    }

    private Sample sample(Consumer<?, ?> kafka, Set<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            kafka.endOffsets(anyOf(kafka.subscription(), kafka), ANSWER_TIMEOUT); // throws when the broker is away
            return new Sample(0, 0, System.nanoTime());
        }
        Map<TopicPartition, Long> begins = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> committed = kafka.committed(partitions, ANSWER_TIMEOUT);
        if (committed.containsValue(null)) {
            begins.putAll(kafka.beginningOffsets(partitions, ANSWER_TIMEOUT));
        }
        long done = 0;
        long records = 0;
        for (Map.Entry<TopicPartition, Long> end :
                kafka.endOffsets(partitions, ANSWER_TIMEOUT).entrySet()) {
            OffsetAndMetadata own = committed.get(end.getKey());
            long next = own == null ? begins.getOrDefault(end.getKey(), 0L) : own.offset();
            done += next;
            records += Math.max(0, end.getValue() - next);
        }
        boolean moved = records == 0 || done != last.committed;
        return new Sample(records, done, moved ? System.nanoTime() : last.movedNanos);
    }

    private static List<TopicPartition> anyOf(Set<String> topics, Consumer<?, ?> kafka) {
        return topics.stream()
                .flatMap(topic -> kafka.partitionsFor(topic, ANSWER_TIMEOUT).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }
}
