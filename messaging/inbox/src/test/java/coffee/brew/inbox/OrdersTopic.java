package coffee.brew.inbox;

import coffee.brew.envelope.EventIds;
import coffee.brew.envelope.HeaderNames;
import com.google.protobuf.Int64Value;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;

/** Kafka as the outside sees it: what was sent, what was committed, what was dead-lettered. */
@ApplicationScoped
class OrdersTopic {
    static final String NAME = "inbox.orders.v1";
    static final String TOPICS = "inbox.orders.v1:3,inbox.orders.v1.ledger.dlt:1,inbox.audit.v1:1";
    static final String DEAD_LETTERS = NAME + ".ledger.dlt";

    /** Of a reader's last fetch, which finds nothing: closing the reader waits for it. */
    private static final int FETCH_WAIT_MS = 10;

    private final Map<String, Object> brokers =
            Map.of("bootstrap.servers", ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
    private final Admin admin = Admin.create(brokers);
    private final KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(brokers, new ByteArraySerializer(), new ByteArraySerializer());

    /** An event with all its headers; amounts below 1 violate a constraint of the ledger. */
    record Event(UUID id, String orderKey, long version, long amount) {
        static Event of(String orderKey, long version) {
            return new Event(EventIds.next(), orderKey, version, 1);
        }

        Event withAmount(long other) {
            return new Event(id, orderKey, version, other);
        }

        ProducerRecord<byte[], byte[]> toRecord() {
            ProducerRecord<byte[], byte[]> sent = new ProducerRecord<>(
                    NAME,
                    orderKey.getBytes(StandardCharsets.UTF_8),
                    Int64Value.of(amount).toByteArray());
            put(sent, HeaderNames.EVENT_ID, id.toString());
            put(sent, HeaderNames.EVENT_TYPE, version == 1 ? LedgerEffect.CREATED : LedgerEffect.CHANGED);
            put(sent, HeaderNames.AGGREGATE_ID, orderKey);
            put(sent, HeaderNames.AGGREGATE_VERSION, Long.toString(version));
            put(sent, HeaderNames.TENANT_ID, "tenant-a");
            return sent;
        }
    }

    static void put(ProducerRecord<byte[], byte[]> sent, String name, String value) {
        sent.headers().remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    static String newOrder() {
        return "order-" + UUID.randomUUID();
    }

    List<RecordMetadata> send(List<Event> events) {
        return sendRecords(events.stream().map(Event::toRecord).toList());
    }

    /** One producer batch per partition, as far as Kafka allows: what is sent together is mostly polled together. */
    List<RecordMetadata> sendRecords(List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> each : records) {
            sent.add(producer.send(each));
        }
        producer.flush();
        List<RecordMetadata> metadata = new ArrayList<>();
        for (Future<RecordMetadata> each : sent) {
            metadata.add(get(each));
        }
        return metadata;
    }

    Map<TopicPartition, Long> committed(String group) {
        return get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    Admin admin() {
        return admin;
    }

    /** Everything in a topic, read anew without a group. */
    List<ConsumerRecord<byte[], byte[]>> contents(String topic) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        Map<String, Object> configuration = new HashMap<>(brokers);
        configuration.put("fetch.max.wait.ms", FETCH_WAIT_MS);
        try (KafkaConsumer<byte[], byte[]> reader =
                new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo info : reader.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, info.partition()));
            }
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            long end = reader.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            while (all.size() < end) {
                reader.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        return all;
    }

    /** A further member of the consumers' group, as another replica would be. */
    KafkaConsumer<byte[], byte[]> joinGroup(String group) {
        KafkaConsumer<byte[], byte[]> member = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", brokers.get("bootstrap.servers"),
                        "group.id", group,
                        "group.protocol", "consumer",
                        "enable.auto.commit", "false",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        member.subscribe(List.of(NAME));
        return member;
    }

    static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @PreDestroy
    void close() {
        producer.close();
        admin.close();
    }
}
