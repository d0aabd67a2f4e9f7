package coffee.brew.query;

import coffee.brew.contract.EventTypes;
import coffee.brew.envelope.LogContext;
import coffee.brew.inbox.Effect;
import coffee.brew.inbox.InboxEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Each event brings a whole order; the view keeps the highest version. */
@ApplicationScoped
class OrderProjector implements Effect {
    private static final Duration[] BUCKETS = Stream.of(
                    5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 30_000, 300_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final OrderViewRepository view;
    private final Timer visible;
    private final Clock clock = Clock.systemUTC();

    OrderProjector(OrderViewRepository view, MeterRegistry registry) {
        this.view = view;
        visible = Timer.builder("brew.query.visible")
                .description("From the creation of an order to the commit that makes it visible")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    @Override
    public Set<String> eventTypes() {
        return Set.of(EventTypes.ORDER_CREATED, EventTypes.ORDER_STATUS_CHANGED);
    }

    @Override
    public Uni<Void> apply(SqlConnection tx, List<InboxEvent> events) {
        if (Log.isDebugEnabled()) {
            events.forEach(OrderProjector::log);
        }
        List<OrderSnapshot> snapshots = events.stream().map(OrderSnapshot::of).toList();
        return view.upsertIfNewer(tx, snapshots)
                .invoke(() -> tx.transaction().getDelegate().completion().onSuccess(committed -> visible(snapshots)));
    }

    private void visible(List<OrderSnapshot> snapshots) {
        Instant now = clock.instant();
        for (OrderSnapshot snapshot : snapshots) {
            if (snapshot.order().getVersion() == 1) {
                Duration since = Duration.between(snapshot.createdAt().toInstant(), now);
                visible.record(since.isNegative() ? Duration.ZERO : since); // two machines' clocks
            }
        }
    }

    private static void log(InboxEvent event) {
        event.logContext()
                .during(() -> Log.debugf(
                        "projecting aggregate-id=%s version=%d event-id=%s",
                        LogContext.printable(event.aggregateId()), event.aggregateVersion(), event.eventId()));
    }
}
