package coffee.brew.infra;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes and reads records of a topic's partition 0 with the plain clients. */
final class Records {
    private static final int TIMEOUT_S = 20;

    /** Of a reader's last fetch, which finds nothing: closing the reader waits for it. */
    private static final int FETCH_WAIT_MS = 10;

    private Records() {}

    /** Returns when all in-sync replicas have the record. */
    static void send(LocalKafka kafka, String topic, String value) throws Exception {
        Map<String, Object> configuration = Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(configuration, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get(TIMEOUT_S, TimeUnit.SECONDS);
        }
    }

    static List<String> read(LocalKafka kafka, String topic, int count) {
        TopicPartition partition = new TopicPartition(topic, 0);
        Map<String, Object> configuration =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "fetch.max.wait.ms", FETCH_WAIT_MS);
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(configuration, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_S);
            while (values.size() < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
            }
        }
        return values;
    }
}
