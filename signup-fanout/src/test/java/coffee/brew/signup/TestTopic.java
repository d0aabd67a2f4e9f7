package coffee.brew.signup;

import coffee.brew.contract.Topics;
import coffee.brew.contract.customers.v1.CustomerSignedUp;
import coffee.brew.infra.LocalKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of this test alone, on the broker that all tests share, and the roles on it. */
final class TestTopic {
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

    /** Of a reader's last fetch, which finds nothing: closing the reader waits for it. */
    private static final int FETCH_WAIT_MS = 10;

    private final String name = Topics.CUSTOMERS + "-" + UUID.randomUUID();

    String name() {
        return name;
    }

    static String bootstrap() {
        return LocalKafka.shared().bootstrapServers();
    }

    /** The dead letter topic of a group. */
    String deadLetters(String group) {
        return name + "." + group + ".dlt";
    }

    void create() {
        LocalKafka.shared().createTopic(name, Topics.CUSTOMERS_PARTITIONS);
    }

    /** Sends events and returns when Kafka has them. */
    RoleRun send(int events, String... further) {
        return RoleRun.of(arguments("kafka-broadcast", "--users=" + events, further));
    }

    /** Begins to send events. */
    RoleRun startSending(int events, String... further) {
        return RoleRun.start(arguments("kafka-broadcast", "--users=" + events, further));
    }

    /** A recipient. */
    RoleRun listen(String group, String... further) {
        return RoleRun.start(arguments("kafka-listener", "--group=" + group, further));
    }

    String[] arguments(String role, String option, String... further) {
        return Stream.concat(
                        Stream.of(role, option, "--output=json", "--topic=" + name, "--bootstrap=" + bootstrap()),
                        Stream.of(further))
                .toArray(String[]::new);
    }

    /** Writes an event as another program would. */
    void write(String key, CustomerSignedUp event) throws InterruptedException {
        write(key, event.toByteArray());
    }

    /** Writes anything. */
    void write(String key, byte[] value) throws InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap()), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(name, key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** All records of a topic that exists, or none. */
    static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrap(),
                "allow.auto.create.topics",
                "false",
                "fetch.max.wait.ms",
                FETCH_WAIT_MS);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(POLL_TIMEOUT).forEach(records::add);
            }
            return records;
        }
    }

    /** A header of a record, as text. */
    static String header(ConsumerRecord<byte[], byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }
}
