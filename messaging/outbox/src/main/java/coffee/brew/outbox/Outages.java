package coffee.brew.outbox;

import coffee.brew.outbox.BatchResult.Failure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What cannot be written to for a time, and is left out until its next attempt is due, so that it neither holds up
 * anything else nor is tried in a tight loop. A topic of which a batch brought nothing through is unavailable (broker
 * away, topic missing, permission missing); when other records of it got through, only the key is in trouble (its
 * partition has no leader, or it fails in a way that nobody foresaw).
 */
final class Outages {
    private static final Logger LOG = Logger.getLogger(Outages.class);

    /** Reads compare each row with each of these. With more, a topic with such keys counts as unavailable. */
    static final int KEYS_MAX = 1000;

    private static final Duration KEY_FORGOTTEN_AFTER = Duration.ofMinutes(1);

    private final Backoffs topics;
    private final Backoffs keys;

    Outages(Duration backoffMin, Duration backoffMax) {
        topics = new Backoffs(backoffMin, backoffMax);
        keys = new Backoffs(backoffMin, backoffMax);
    }

    List<String> avoidedTopics() {
        return topics.avoided();
    }

    List<String> avoidedKeys() {
        keys.forget(KEY_FORGOTTEN_AFTER);
        return keys.avoided();
    }

    /** Learns from a batch; logs when a state or its cause changes, not at every attempt. */
    void learn(BatchResult result) {
        if (result.failed().isEmpty() && topics.size() + keys.size() == 0) {
            return;
        }
        Set<String> working =
                result.acknowledged().stream().map(PendingEvent::topic).collect(Collectors.toSet());
        long recovered = result.acknowledged().stream()
                .filter(event -> keys.worked(event.aggregateId()))
                .count();
        Map<String, Throwable> unavailable = new HashMap<>();
        for (Failure failure : result.failed()) {
            PendingEvent event = failure.event();
            boolean ofItsKey = working.contains(event.topic()) && keys.size() < KEYS_MAX;
            if (ofItsKey || keys.knows(event.aggregateId())) {
                keyFailed(event, failure.cause());
            } else {
                unavailable.putIfAbsent(event.topic(), failure.cause());
            }
        }
        if (recovered > 0 && keys.size() == 0) {
            LOG.info("all keys can be sent again");
        }
        unavailable.forEach(this::topicFailed);
        working.stream()
                .filter(topic -> !unavailable.containsKey(topic) && topics.worked(topic))
                .forEach(topic -> LOG.infof("topic is available again topic=%s", topic));
    }

    private void topicFailed(String topic, Throwable cause) {
        if (topics.failed(topic, cause)) {
            LOG.warnf("topic is unavailable, its events wait topic=%s cause=%s", topic, cause);
        }
    }

    /** One line for a cause: a partition may have many keys. */
    private void keyFailed(PendingEvent event, Throwable cause) {
        boolean knownCause = keys.knowsCause(cause.getClass());
        if (keys.failed(event.aggregateId(), cause) && !knownCause) {
            LOG.warnf(
                    "key cannot be sent, its events wait, others may follow topic=%s aggregate=%s cause=%s",
                    event.topic(), event.aggregateId(), cause);
        }
    }
}
