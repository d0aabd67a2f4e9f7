package coffee.brew.notification;

import coffee.brew.contract.EventTypes;
import coffee.brew.envelope.LogContext;
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
        if (Log.isDebugEnabled()) {
            events.forEach(RecordNotification::log);
        }
        return notifications.insertIfAbsent(
                tx, events.stream().map(Notification::of).toList(), config.channel(), config.nodeId());
    }

    private static void log(InboxEvent event) {
        event.logContext()
                .during(() -> Log.debugf(
                        "notifying aggregate-id=%s event-id=%s",
                        LogContext.printable(event.aggregateId()), event.eventId()));
    }
}
