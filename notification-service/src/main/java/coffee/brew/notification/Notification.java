package coffee.brew.notification;

import coffee.brew.contract.AggregateId;
import coffee.brew.contract.orders.v1.OrderCreated;
import coffee.brew.inbox.InboxEvent;
import coffee.brew.inbox.UnprocessableEventException;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.UUID;

/** Who is told of which order. */
record Notification(UUID orderId, UUID eventId, String tenantId, String customerId) {

    static Notification of(InboxEvent event) {
        try {
            OrderCreated created = OrderCreated.parseFrom(event.payload().getBytes());
            UUID orderId = UUID.fromString(created.getId());
            if (!AggregateId.ofOrder(orderId).equals(event.aggregateId())) {
                throw new UnprocessableEventException("order id and record key are not of one order");
            }
            return new Notification(orderId, event.eventId(), created.getTenantId(), created.getCustomerId());
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new UnprocessableEventException("payload is not an order.created", e);
        }
    }
}
