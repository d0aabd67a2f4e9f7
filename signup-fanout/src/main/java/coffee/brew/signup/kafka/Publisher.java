package coffee.brew.signup.kafka;

import coffee.brew.contract.customers.v1.CustomerSignedUp;
import coffee.brew.signup.role.SignUps;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes events to a topic, one after the other, each acknowledged by all replicas before the next. */
final class Publisher implements AutoCloseable {
    private static final int TIMEOUT_MS = 10_000;
    private static final int REQUEST_TIMEOUT_MS = 5_000;

    private final String topic;
    private final KafkaProducer<String, byte[]> producer;

    Publisher(String bootstrap, String topic) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(settings(bootstrap));
    }

    /** A retry of the producer's own neither doubles nor reorders a record; what is not acknowledged counts as failed. */
    static Map<String, Object> settings(String bootstrap) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "signup-broadcast");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MS);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return settings;
    }

    /** Connects ahead of the first event. */
    void connect() {
        producer.partitionsFor(topic);
    }

    /** Returns when Kafka has the event, or has not had it in time. */
    PublishedEvent publish(int n, CustomerSignedUp event) throws InterruptedException {
        long begin = System.nanoTime();
        try {
            RecordMetadata written = producer.send(
                            new ProducerRecord<>(topic, event.getCustomerId(), event.toByteArray()))
                    .get();
            return result(n, event, begin, written, null);
        } catch (ExecutionException e) {
            return result(n, event, begin, null, e.getCause());
        }
    }

    private static PublishedEvent result(
            int n,
            CustomerSignedUp event,
            long beginNanos,
            @Nullable RecordMetadata written,
            @Nullable Throwable failure) {
        return new PublishedEvent(
                n,
                event.getCustomerId(),
                event.getEmail(),
                SignUps.signedUpAtUs(event),
                TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - beginNanos),
                written == null ? null : written.partition(),
                written == null ? null : written.offset(),
                failure == null ? null : failure.toString());
    }

    @Override
    public void close() {
        producer.close();
    }
}
