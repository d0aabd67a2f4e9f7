package coffee.brew.inventory;

import coffee.brew.contract.AggregateId;
import coffee.brew.contract.orders.v1.OrderCreated;
import coffee.brew.inbox.InboxEvent;
import coffee.brew.inbox.UnprocessableEventException;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.UUID;

/** What is reserved: a whole order, as it was when it was accepted. */
record Reservation(
        UUID orderId,
        long orderVersion,
        UUID eventId,
        String tenantId,
        String customerId,
        long amountCents,
        String currency) {

    static Reservation of(InboxEvent event) {
        try {
            OrderCreated created = OrderCreated.parseFrom(event.payload().getBytes());
            UUID orderId = UUID.fromString(created.getId());
            if (!AggregateId.ofOrder(orderId).equals(event.aggregateId())) {
                throw new UnprocessableEventException("order id and record key are not of one order");
            }
            return new Reservation(
                    orderId,
                    event.aggregateVersion(),
                    event.eventId(),
                    created.getTenantId(),
                    created.getCustomerId(),
                    created.getAmountCents(),
                    created.getCurrency());
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new UnprocessableEventException("payload is not an order.created", e);
        }
    }
}
