package coffee.brew.connect.grpc.benchmark;

import coffee.brew.connect.grpc.tape.Cut;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What has arrived in a topic with one partition, and when the broker appended it. */
final class TopicProgress {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final String brokers;
    private final TopicPartition partition;

    TopicProgress(String brokers, String topic) {
        this.brokers = brokers;
        this.partition = new TopicPartition(topic, 0);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Waits for all messages. Messages per second, the first part in so many not counted. */
    long rate(long messages, int warmUpShare) throws InterruptedException {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            long warm = 0;
            long warmNanos = 0;
            while (System.nanoTime() < deadline) {
                long end = consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
                if (warm == 0 && end >= messages / warmUpShare) {
                    warm = end;
                    warmNanos = System.nanoTime();
                }
                if (end >= messages) {
                    return (long) ((end - warm) * 1e9 / Math.max(1, System.nanoTime() - warmNanos));
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
            throw new IllegalStateException("not all messages have arrived in " + partition.topic());
        }
    }

    /** Milliseconds from the stamp in each message to its append, sorted; of messages from this one on. */
    List<Long> latencies(long first, long last, String format) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, first);
            List<Long> latencies = new ArrayList<>();
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (latencies.size() < last - first && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(sent -> latencies.add(sent.timestamp() - stamp(sent, format)));
            }
            latencies.sort(null);
            return latencies;
        }
    }

    private static long stamp(ConsumerRecord<byte[], byte[]> sent, String format) {
        try {
            return switch (format) {
                case "bytes" -> Cut.parseFrom(sent.value()).getAtMs();
                case "json" -> json(sent, "atMs");
                default -> json(sent, "at_ms");
            };
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long json(ConsumerRecord<byte[], byte[]> sent, String field) {
        return JsonParser.parseString(new String(sent.value(), StandardCharsets.UTF_8))
                .getAsJsonObject()
                .get(field)
                .getAsLong();
    }
}
