package coffee.brew.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The settings that the relay's promises rest on, as the producer itself understands them: {@code acks=1}, which is a
 * channel's default, turns idempotence off without a word.
 */
final class ProducerSettings {
    /** What must be left of the lease for the settlement after the last answer. */
    private static final Duration SETTLE_RESERVE = Duration.ofMillis(500);

    private static final Duration SEND_WINDOW_MIN = Duration.ofMillis(500);

    /** The largest event, its key and the headers that the relay adds; Kafka's own default. */
    private static final int REQUEST_BYTES_MIN = 1 << 20;

    private ProducerSettings() {}

    /**
     * How long after its start a round may send, so that everything is answered before the lease ends.
     *
     * @throws IllegalStateException naming everything that does not hold
     */
    static Duration sendWindow(Map<String, ?> configuration, Duration lease) {
        ProducerConfig effective = new ProducerConfig(Map.copyOf(configuration));
        List<String> wrong = new ArrayList<>();
        if (!effective.getString(ProducerConfig.ACKS_CONFIG).equals("-1")) {
            wrong.add("acks must be all, or a broker's failure loses events");
        }
        if (!effective.getBoolean(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG)) {
            wrong.add("enable.idempotence must be true, or retries double and reorder events");
        }
        if (effective.getInt(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION) > 5) {
            wrong.add("max.in.flight.requests.per.connection must be at most 5");
        }
        if (effective.getInt(ProducerConfig.MAX_REQUEST_SIZE_CONFIG) < REQUEST_BYTES_MIN) {
            wrong.add("max.request.size must be at least " + REQUEST_BYTES_MIN
                    + ", or events were taken that cannot be sent");
        }
        Duration answer = Duration.ofMillis(effective.getLong(ProducerConfig.MAX_BLOCK_MS_CONFIG)
                + effective.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG));
        Duration window = lease.minus(answer).minus(SETTLE_RESERVE);
        if (window.compareTo(SEND_WINDOW_MIN) < 0) {
            wrong.add("max.block.ms + delivery.timeout.ms (" + answer + ") must be at least "
                    + SEND_WINDOW_MIN.plus(SETTLE_RESERVE) + " below brew.outbox.lease (" + lease + ")");
        }
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("The producer of channel \"outbox\" cannot keep the outbox's promises: "
                    + String.join("; ", wrong));
        }
        return window;
    }
}
