package coffee.brew.inventory;

import coffee.brew.contract.Groups;
import coffee.brew.inbox.Inbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Hears of orders and reserves for them. */
@ApplicationScoped
class OrdersConsumer {
    private final Inbox inbox;
    private final ReserveStock reserveStock;

    OrdersConsumer(Inbox inbox, ReserveStock reserveStock) {
        this.inbox = inbox;
        this.reserveStock = reserveStock;
    }

    @Incoming("orders")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> on(Message<List<byte[]>> batch) {
        return inbox.consume(Groups.INVENTORY, batch, reserveStock);
    }
}
