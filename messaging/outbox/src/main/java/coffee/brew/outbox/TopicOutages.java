package coffee.brew.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Topics that cannot be written to for a time: broker away, topic missing, permission missing. Their rows are left out
 * until the next attempt is due, so they neither hold up other topics nor are tried in a tight loop.
 */
final class TopicOutages {
    private static final Logger LOG = Logger.getLogger(TopicOutages.class);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);

    private record Outage(long retryAtNanos, Duration backoff) {}

    private final Map<String, Outage> outages = new ConcurrentHashMap<>();
    private final Duration backoffMax;

    TopicOutages(Duration backoffMax) {
        this.backoffMax = backoffMax;
    }

    /** Topics whose next attempt is not due yet. */
    List<String> avoided() {
        if (outages.isEmpty()) {
            return List.of();
        }
        long now = System.nanoTime();
        return outages.entrySet().stream()
                .filter(outage -> outage.getValue().retryAtNanos - now > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Learns from a batch; logs when a topic's state changes, not at every attempt. */
    void learn(BatchResult result) {
        result.failedTopics().forEach(this::failed);
        if (!outages.isEmpty()) {
            result.acknowledged().stream()
                    .map(PendingEvent::topic)
                    .distinct()
                    .filter(topic -> !result.failedTopics().containsKey(topic))
                    .filter(topic -> outages.remove(topic) != null)
                    .forEach(topic -> LOG.infof("topic is available again topic=%s", topic));
        }
    }

    private void failed(String topic, Throwable cause) {
        outages.compute(topic, (name, known) -> {
            if (known == null) {
                LOG.warnf("topic is unavailable, its events wait topic=%s cause=%s", topic, cause);
                return outage(FIRST_BACKOFF);
            }
            Duration doubled = known.backoff.multipliedBy(2);
            return outage(doubled.compareTo(backoffMax) < 0 ? doubled : backoffMax);
        });
    }

    private static Outage outage(Duration backoff) {
        return new Outage(System.nanoTime() + backoff.toNanos(), backoff);
    }
}
