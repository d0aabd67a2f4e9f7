package coffee.brew.signup.kafka;

import coffee.brew.signup.role.Output;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic as a member of a group until it is interrupted. Commits only what was handled, after each poll and at
 * least every half second, so that a crash costs duplicates and no events.
 */
final class GroupReader {
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);
    private static final long COMMIT_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** Few, so that a slow recipient is not taken for a dead one between two polls. */
    private static final int POLL_RECORDS_MAX = 50;

    private final String topic;
    private final String group;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final SignUpConsumer recipient;
    private final Output output;
    private final Map<TopicPartition, OffsetAndMetadata> handled = new HashMap<>();
    private long committedNanos = System.nanoTime();

    GroupReader(
            String bootstrap, String topic, String group, boolean fromStart, SignUpConsumer recipient, Output output) {
        this.topic = topic;
        this.group = group;
        this.recipient = recipient;
        this.output = output;
        this.consumer = new KafkaConsumer<>(settings(bootstrap, group, fromStart));
    }

    private static Map<String, Object> settings(String bootstrap, String group, boolean fromStart) {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "signup-listener-" + group,
                ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                "consumer",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                fromStart ? "earliest" : "latest",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                POLL_RECORDS_MAX,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class);
    }

    /** Returns after an interruption, with everything committed that was handled. */
    void run() {
        try (consumer) {
            try {
                consumer.subscribe(List.of(topic), new Announcer());
                while (!Thread.currentThread().isInterrupted()) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_TIMEOUT)) {
                        handle(record);
                    }
                    commit();
                }
            } catch (InterruptedException | InterruptException e) {
                // The way to stop it.
            }
            // Or the last commit would be refused as well.
            boolean wasInterrupted = Thread.interrupted();
            commit();
            output.text(() -> "[%s] stopped%s".formatted(group, wasInterrupted ? "" : " in the middle of an event"));
        }
    }

    private void handle(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        recipient.handle(record);
        handled.put(new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
        if (System.nanoTime() - committedNanos > COMMIT_INTERVAL_NANOS) {
            commit();
        }
    }

    private void commit() {
        committedNanos = System.nanoTime();
        if (handled.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(handled);
        } catch (CommitFailedException e) {
            output.say("[%s] another member has the partitions by now and handles some events again".formatted(group));
        }
        handled.clear();
    }

    /** Says which partitions are this member's: from then on it reads. */
    private final class Announcer implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            List<Integer> numbers =
                    partitions.stream().map(TopicPartition::partition).sorted().toList();
            output.result(Map.of("name", group, "joined", numbers), () -> "[%s] reads partitions %s of %s"
                    .formatted(group, numbers, topic));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // Polled records are handled and committed before the next poll, in which alone this is called.
        }
    }
}
