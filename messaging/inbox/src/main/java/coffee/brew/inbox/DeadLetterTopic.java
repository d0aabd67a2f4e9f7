package coffee.brew.inbox;

import coffee.brew.envelope.LogContext;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;

/** {@code <topic>.<group>.dlt}: records as they came, with the cause and where they came from. */
@ApplicationScoped
class DeadLetterTopic {
    static final String ERROR_CLASS = "error.class";
    static final String ERROR_MESSAGE = "error.message";
    static final String ERROR_TIMESTAMP = "error.timestamp";
    static final String ERROR_CONSUMER = "error.consumer";
    static final String ERROR_NODE = "error.node";
    static final String ORIGINAL_TOPIC = "original.topic";
    static final String ORIGINAL_PARTITION = "original.partition";
    static final String ORIGINAL_OFFSET = "original.offset";

    private final MutinyEmitter<ProducerRecord<byte[], byte[]>> emitter;
    private final InboxMetrics metrics;
    private final RetryInPlace retry;
    private final String nodeId;
    private final Clock clock = Clock.systemUTC();

    DeadLetterTopic(
            @Channel("inbox-dead-letters") MutinyEmitter<ProducerRecord<byte[], byte[]>> emitter,
            InboxMetrics metrics,
            RetryInPlace retry,
            InboxConfig config) {
        this.emitter = emitter;
        this.metrics = metrics;
        this.retry = retry;
        nodeId = config.nodeId();
    }

    /** Completes when the broker has the record; tries for as long as that takes. */
    Uni<Void> send(String consumer, String group, ConsumerRecord<byte[], byte[]> source, Throwable cause) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                source.topic() + "." + group + ".dlt", null, source.key(), source.value(), headers(source));
        put(letter.headers(), ERROR_CLASS, InboxErrors.className(cause));
        put(letter.headers(), ERROR_MESSAGE, InboxErrors.message(cause));
        put(letter.headers(), ERROR_TIMESTAMP, clock.instant().toString());
        put(letter.headers(), ERROR_CONSUMER, consumer);
        put(letter.headers(), ERROR_NODE, nodeId);
        put(letter.headers(), ORIGINAL_TOPIC, source.topic());
        put(letter.headers(), ORIGINAL_PARTITION, Integer.toString(source.partition()));
        put(letter.headers(), ORIGINAL_OFFSET, Long.toString(source.offset()));
        return retry.until(consumer, "dead-letter", failure -> true, () -> emitter.send(letter))
                .invoke(() -> {
                    metrics.of(consumer).deadLettered().increment();
                    LogContext.of(InboxEvents.headers(source)).during(() -> log(letter.topic(), source, cause));
                });
    }

    private static void log(String topic, ConsumerRecord<byte[], byte[]> source, Throwable cause) {
        Log.warnf(
                "record dead-lettered topic=%s originalPartition=%d originalOffset=%d error=%s message=%s",
                topic, source.partition(), source.offset(), InboxErrors.className(cause), InboxErrors.message(cause));
    }

    private static Headers headers(ConsumerRecord<byte[], byte[]> source) {
        return new RecordHeaders(source.headers());
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
