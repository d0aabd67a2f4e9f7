package coffee.brew.query;

import coffee.brew.contract.EventTypes;
import coffee.brew.envelope.CallContext;
import coffee.brew.inbox.Effect;
import coffee.brew.inbox.InboxEvent;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/** Each event brings a whole order; the view keeps the highest version. */
@ApplicationScoped
class OrderProjector implements Effect {
    private final OrderViewRepository view;

    OrderProjector(OrderViewRepository view) {
        this.view = view;
    }

    @Override
    public Set<String> eventTypes() {
        return Set.of(EventTypes.ORDER_CREATED, EventTypes.ORDER_STATUS_CHANGED);
    }

    @Override
    public Uni<Void> apply(SqlConnection tx, List<InboxEvent> events) {
        events.forEach(OrderProjector::log);
        return view.upsertIfNewer(tx, events.stream().map(OrderSnapshot::of).toList());
    }

    private static void log(InboxEvent event) {
        CallContext caller = event.context();
        Log.debugf(
                "projecting aggregate-id=%s version=%d event-id=%s trace-id=%s tenant-id=%s user-id=%s",
                event.aggregateId(),
                event.aggregateVersion(),
                event.eventId(),
                caller.traceId(),
                caller.tenantId(),
                caller.userId());
    }
}
