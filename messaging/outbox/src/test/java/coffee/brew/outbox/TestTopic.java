package coffee.brew.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import coffee.brew.envelope.HeaderNames;
import coffee.brew.infra.LocalKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A topic of its own, and what is in it. */
final class TestTopic {
    private static final Duration POLL = Duration.ofMillis(200);

    /** Of a reader's last fetch, which finds nothing: closing the reader waits for it. */
    private static final int FETCH_WAIT_MS = 10;

    final LocalKafka server;
    final String name = "topic-" + UUID.randomUUID();

    TestTopic() {
        this(LocalKafka.shared());
    }

    TestTopic(LocalKafka server) {
        this.server = server;
        server.createTopic(name, 6);
    }

    /** All records, in the order of their partitions' logs. */
    List<ConsumerRecord<String, byte[]>> records() {
        return records(server.bootstrapServers(), name);
    }

    static List<ConsumerRecord<String, byte[]>> records(String bootstrapServers, String name) {
        Map<String, Object> configuration =
                Map.of("bootstrap.servers", bootstrapServers, "fetch.max.wait.ms", FETCH_WAIT_MS);
        try (var consumer = new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(name).stream()
                    .map(one -> new TopicPartition(one.topic(), one.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(records::add);
            }
            return records;
        }
    }

    /** Per key the versions of the first copies, in the order of the log. */
    Map<String, List<Long>> firstCopies() {
        Map<String, List<Long>> versions = new HashMap<>();
        for (ConsumerRecord<String, byte[]> record : records()) {
            List<Long> seen = versions.computeIfAbsent(record.key(), key -> new ArrayList<>());
            long version = Long.parseLong(header(record, HeaderNames.AGGREGATE_VERSION));
            if (!seen.contains(version)) {
                seen.add(version);
            }
        }
        return versions;
    }

    static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
