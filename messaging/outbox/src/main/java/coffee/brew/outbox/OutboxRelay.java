package coffee.brew.outbox;

import coffee.brew.envelope.LogContext;
import coffee.brew.outbox.OutboxRepository.Settled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Sends what the outbox holds, in rounds. Each round, in this order:
 *
 * <ol>
 *   <li>claims lanes that have rows and no live lease (a short transaction);
 *   <li>reads their oldest rows;
 *   <li>sends them by the order rule ({@link BatchSend}), with no transaction open;
 *   <li>deletes what the broker acknowledged and releases the lanes, in one statement.
 * </ol>
 *
 * What a round does not reach waits for the next one. Rounds may run side by side, in one process or in many.
 */
final class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    /** How long acknowledged rows are tried to be deleted before they are left to be sent again. */
    static final Duration SETTLE_MAX = Duration.ofSeconds(10);

    /** The first wait after a failure. */
    static final Duration BACKOFF_MIN = Duration.ofMillis(100);

    private static final Duration SETTLE_BACKOFF_MIN = Duration.ofMillis(50);
    private static final Duration SETTLE_BACKOFF_MAX = Duration.ofSeconds(1);

    private final OutboxConfig config;
    private final Duration sendWindow;
    private final Pool pool;
    private final Publisher publisher;
    private final OutboxMetrics metrics;
    private final Outages outages;

    /** @param sendWindow how long after its start a round may still send; well inside the lease */
    OutboxRelay(OutboxConfig config, Duration sendWindow, Pool pool, Publisher publisher, OutboxMetrics metrics) {
        this.config = config;
        this.sendWindow = sendWindow;
        this.pool = pool;
        this.publisher = publisher;
        this.metrics = metrics;
        this.outages = new Outages(BACKOFF_MIN, config.backoffMax());
    }

    /** One round; how many rows it read, so that one knows whether there may be more. Fails when the database does. */
    Uni<Integer> round() {
        return Uni.createFrom().deferred(() -> {
            SendWindow window = new SendWindow(sendWindow, config.lease());
            List<String> avoided = outages.avoidedTopics();
            return LaneRepository.claim(pool, config.node(), config.lease(), config.lanesPerRound(), avoided)
                    .chain(lanes -> lanes.isEmpty() ? Uni.createFrom().item(0) : relay(window, lanes));
        });
    }

    /** Whether some events are left out at the moment. */
    boolean leavesEventsOut() {
        return !outages.avoidedTopics().isEmpty() || !outages.avoidedKeys().isEmpty();
    }

    private Uni<Integer> relay(SendWindow window, List<Lane> lanes) {
        long startedNanos = System.nanoTime();
        metrics.lanesHeld(lanes.size());
        int rowsPerLane = Math.max(1, config.batchSize() / lanes.size());
        int bytesPerLane = Math.max(1, config.batchBytes() / lanes.size());
        return OutboxRepository.read(pool, lanes, rowsPerLane, bytesPerLane, outages.avoidedKeys())
                .call(events -> send(window, events)
                        .call(result -> settle(lanes, result))
                        .invoke(result -> metrics.round(result, System.nanoTime() - startedNanos)))
                .onTermination()
                .invoke(() -> metrics.lanesHeld(-lanes.size()))
                .map(List::size);
    }

    private Uni<BatchResult> send(SendWindow window, List<PendingEvent> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().item(BatchResult.NOTHING);
        }
        return BatchSend.send(publisher, window, events)
                .onFailure()
                .recoverWithItem(noProducer -> BatchResult.nothingSent(events, noProducer))
                .invoke(outages::learn);
    }

    /** Deleting what was acknowledged is right at any time, by anybody; so a lost lease is no reason to stop. */
    private Uni<Settled> settle(List<Lane> lanes, BatchResult result) {
        result.unsendable().forEach(OutboxRelay::logParked);
        return OutboxRepository.settle(pool, config.node(), lanes, result)
                .onFailure()
                .retry()
                .withBackOff(SETTLE_BACKOFF_MIN, SETTLE_BACKOFF_MAX)
                .expireIn(SETTLE_MAX.toMillis())
                .invoke(settled -> metrics.lanesLost(lanes.size() - settled.released()));
    }

    private static void logParked(Unsendable unsendable) {
        PendingEvent event = unsendable.event();
        LogContext.of(event.headers())
                .during(() -> LOG.warnf(
                        "key is parked aggregate=%s version=%d outbox-id=%d error=%s text=%s",
                        event.aggregateId(),
                        event.aggregateVersion(),
                        event.id(),
                        unsendable.errorClass(),
                        unsendable.errorText()));
    }
}
