package coffee.brew.connect.grpc.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the numbers of a topic, committed ones alone, and counts what is there once, twice, and out of order. */
public final class TopicNumbers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private final KafkaConsumer<String, String> consumer;
    private final BitSet seen = new BitSet();
    private final Map<String, Long> highestOfKey = new HashMap<>();
    private long records;
    private long outOfOrder;

    public TopicNumbers(String bootstrapServers, String topic) {
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads on until this many different numbers are there. */
    public TopicNumbers readUntil(long different) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (different() < different) {
            assertThat(System.nanoTime()).as("patience; %s", this).isLessThan(deadline);
            readMore(Duration.ofMillis(200));
        }
        return this;
    }

    /** Reads what is there until nothing has come for a while. */
    public TopicNumbers readRest() {
        int more;
        do {
            more = readMore(Duration.ofSeconds(1));
        } while (more > 0);
        return this;
    }

    private int readMore(Duration wait) {
        var polled = consumer.poll(wait);
        polled.forEach(this::count);
        return polled.count();
    }

    private void count(ConsumerRecord<String, String> sent) {
        long number = JsonParser.parseString(sent.value())
                .getAsJsonObject()
                .get("number")
                .getAsLong();
        records++;
        if (!seen.get((int) number)) {
            seen.set((int) number);
            // The first copies of a key's numbers have to come in order.
            Long before = highestOfKey.put(sent.key(), number);
            if (before != null && before > number) {
                outOfOrder++;
            }
        }
    }

    /** Numbers that are there at least once. */
    public long different() {
        return seen.cardinality();
    }

    /** How many of 1 to last are not there. */
    public long missing(long last) {
        return last - seen.get(1, (int) last + 1).cardinality();
    }

    public long duplicates() {
        return records - different();
    }

    public long outOfOrder() {
        return outOfOrder;
    }

    @Override
    public String toString() {
        return "records=%d different=%d duplicates=%d outOfOrder=%d"
                .formatted(records, different(), duplicates(), outOfOrder);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
