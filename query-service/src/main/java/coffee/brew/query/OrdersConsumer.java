package coffee.brew.query;

import coffee.brew.contract.Groups;
import coffee.brew.inbox.Inbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Hears of orders and keeps the view up to date. */
@ApplicationScoped
class OrdersConsumer {
    private final Inbox inbox;
    private final OrderProjector orderProjector;

    OrdersConsumer(Inbox inbox, OrderProjector orderProjector) {
        this.inbox = inbox;
        this.orderProjector = orderProjector;
    }

    @Incoming("orders")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> on(Message<List<byte[]>> batch) {
        return inbox.consume(Groups.ORDER_QUERY, batch, orderProjector);
    }
}
