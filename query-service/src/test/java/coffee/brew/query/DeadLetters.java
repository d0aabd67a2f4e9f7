package coffee.brew.query;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.contract.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a group's dead letters, of no group itself. */
final class DeadLetters {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Of a reader's last fetch, which finds nothing: closing the reader waits for it. */
    private static final int FETCH_WAIT_MS = 10;

    private DeadLetters() {}

    static void awaitOne(String group, byte[] payload) {
        String topic = Topics.ORDERS + "." + group + ".dlt";
        Instant deadline = Instant.now().plus(TIMEOUT);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        RunningService.setting("kafka.bootstrap.servers"),
                        "fetch.max.wait.ms",
                        FETCH_WAIT_MS),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            boolean found = false;
            while (!found && Instant.now().isBefore(deadline)) {
                for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofMillis(100))) {
                    found |= Arrays.equals(letter.value(), payload);
                }
            }
            assertThat(found).as("dead letter on " + topic).isTrue();
        }
    }
}
