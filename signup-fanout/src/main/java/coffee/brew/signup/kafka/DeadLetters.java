package coffee.brew.signup.kafka;

import coffee.brew.signup.role.SignUps;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * {@code <topic>.<group>.dlt}: records that a group cannot use, as they came, with the cause and where they came from,
 * under the header names of Brew's inbox. Made when the first one comes.
 */
final class DeadLetters implements AutoCloseable {
    private final String bootstrap;
    private final String topic;
    private final String group;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    DeadLetters(String bootstrap, String topic, String group) {
        this.bootstrap = bootstrap;
        this.topic = topic + "." + group + ".dlt";
        this.group = group;
    }

    String topic() {
        return topic;
    }

    /** Returns when Kafka has the record; fails when it does not take it, for then it may not be passed over. */
    void keep(ConsumerRecord<byte[], byte[]> record, String errorClass, String reason) throws InterruptedException {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(topic, null, record.key(), record.value(), new RecordHeaders(record.headers()));
        put(letter.headers(), "error.class", errorClass);
        put(letter.headers(), "error.message", reason);
        put(letter.headers(), "error.timestamp", Long.toString(TimeUnit.MICROSECONDS.toMillis(SignUps.nowUs())));
        put(letter.headers(), "error.consumer", group);
        put(letter.headers(), "original.topic", record.topic());
        put(letter.headers(), "original.partition", Integer.toString(record.partition()));
        put(letter.headers(), "original.offset", Long.toString(record.offset()));
        try {
            connected().send(letter).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot write to " + topic, e.getCause());
        }
    }

    private KafkaProducer<byte[], byte[]> connected() throws InterruptedException {
        KafkaProducer<byte[], byte[]> current = producer;
        if (current == null) {
            Topic.ensure(bootstrap, topic, 1, 0);
            Map<String, Object> settings = new HashMap<>(Publisher.settings(bootstrap));
            settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
            current = new KafkaProducer<>(settings);
            producer = current;
        }
        return current;
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close();
        }
    }
}
