package coffee.brew.notification;

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

/** An accepted order is told to its customer: noted here, in the transaction that remembers the event. */
@ApplicationScoped
class RecordNotification implements Effect {
    private final NotificationRepository notifications;
    private final NotificationConfig config;

    RecordNotification(NotificationRepository notifications, NotificationConfig config) {
        this.notifications = notifications;
        this.config = config;
    }

    @Override
    public Set<String> eventTypes() {
        return Set.of(EventTypes.ORDER_CREATED);
    }

    @Override
    public Uni<Void> apply(SqlConnection tx, List<InboxEvent> events) {
        events.forEach(RecordNotification::log);
        return notifications.insertIfAbsent(
                tx, events.stream().map(Notification::of).toList(), config.channel(), config.nodeId());
    }

    private static void log(InboxEvent event) {
        CallContext caller = event.context();
        Log.debugf(
                "notifying aggregate-id=%s event-id=%s trace-id=%s tenant-id=%s user-id=%s",
                event.aggregateId(), event.eventId(), caller.traceId(), caller.tenantId(), caller.userId());
    }
}
