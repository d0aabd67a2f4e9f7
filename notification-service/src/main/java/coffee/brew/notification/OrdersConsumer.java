package coffee.brew.notification;

import coffee.brew.contract.Groups;
import coffee.brew.inbox.Inbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Hears of orders and notes the notifications they cause. */
@ApplicationScoped
class OrdersConsumer {
    private final Inbox inbox;
    private final RecordNotification recordNotification;

    OrdersConsumer(Inbox inbox, RecordNotification recordNotification) {
        this.inbox = inbox;
        this.recordNotification = recordNotification;
    }

    @Incoming("orders")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> on(Message<List<byte[]>> batch) {
        return inbox.consume(Groups.NOTIFICATIONS, batch, recordNotification);
    }
}
