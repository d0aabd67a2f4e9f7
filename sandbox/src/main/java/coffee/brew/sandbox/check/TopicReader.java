package coffee.brew.sandbox.check;

import coffee.brew.contract.EventTypes;
import coffee.brew.contract.Topics;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.contract.orders.v1.OrderCreated;
import coffee.brew.contract.orders.v1.OrderStatusChanged;
import coffee.brew.sandbox.stack.SandboxException;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads the orders topic as an outsider: in no group, so that nobody notices. */
public final class TopicReader {
    private static final String KEY_PREFIX = "order-";
    private static final Duration POLL = Duration.ofMillis(500);

    /** Of the last fetch, which finds nothing: closing the consumer waits for it. */
    private static final int FETCH_WAIT_MS = 10;

    private static final Duration STALL_MAX = Duration.ofSeconds(30);

    private static final Facts UNPARSABLE = new Facts("<unparsable>", null, null, null);

    private TopicReader() {}

    /** All records, from the beginning to the end as it is now, in offset order within each partition. */
    public static List<TopicRecord> readAll(String bootstrapServers) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                consumer(bootstrapServers, Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS))) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.ORDERS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return readTo(consumer, consumer.endOffsets(partitions));
        }
    }

    /** A consumer of raw records with the given settings; without a group it cannot commit. */
    public static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers, Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TopicRecord> readTo(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> endOffsets) {
        List<TopicRecord> records = new ArrayList<>();
        long stalledSince = System.nanoTime();
        while (!isAtEnd(consumer, endOffsets)) {
            int before = records.size();
            consumer.poll(POLL).forEach(record -> records.add(parse(record)));
            if (records.size() > before) {
                stalledSince = System.nanoTime();
            } else if (System.nanoTime() - stalledSince > STALL_MAX.toNanos()) {
                throw new SandboxException(
                        "%s cannot be read to its end within %d s".formatted(Topics.ORDERS, STALL_MAX.toSeconds()),
                        "is the broker up? see: ./brewctl status");
            }
        }
        return records;
    }

    private static boolean isAtEnd(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> endOffsets) {
        return endOffsets.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** A record as an event; what is missing is empty, and the version then 0. */
    public static TopicRecord parse(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        String type = header(record, "event-type");
        return new TopicRecord(
                record.partition(),
                record.offset(),
                key.startsWith(KEY_PREFIX) ? key.substring(KEY_PREFIX.length()) : key,
                header(record, "event-id"),
                version(header(record, "aggregate-version")),
                type,
                header(record, "publisher-node"),
                facts(type, record.value()));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static long version(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Facts facts(String type, byte @Nullable [] value) {
        if (value == null) {
            return UNPARSABLE;
        }
        try {
            if (type.equals(EventTypes.ORDER_CREATED)) {
                OrderCreated event = OrderCreated.parseFrom(value);
                return new Facts(
                        event.getCustomerId(), event.getAmountCents(), event.getCurrency(), event.getTenantId());
            }
            if (type.equals(EventTypes.ORDER_STATUS_CHANGED)) {
                Order order = OrderStatusChanged.parseFrom(value).getOrder();
                return new Facts(
                        order.getCustomerId(), order.getAmountCents(), order.getCurrency(), order.getTenantId());
            }
            return new Facts(null, null, null, null);
        } catch (InvalidProtocolBufferException e) {
            return UNPARSABLE;
        }
    }
}
