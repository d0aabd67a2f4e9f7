package coffee.brew.order;

import coffee.brew.contract.AggregateId;
import coffee.brew.contract.EventTypes;
import coffee.brew.contract.Topics;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.contract.orders.v1.OrderCreated;
import coffee.brew.envelope.CallContext;
import coffee.brew.envelope.EventIds;
import coffee.brew.envelope.TraceHeaders;
import coffee.brew.order.CallerInterceptor.Caller;
import coffee.brew.outbox.OutboxEvent;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;

/** The events of an order. */
final class OrderEvents {
    private OrderEvents() {}

    static OutboxEvent created(UUID orderId, Order order, String traceId, Caller caller) {
        OrderCreated created = OrderCreated.newBuilder()
                .setId(order.getId())
                .setCustomerId(order.getCustomerId())
                .setAmountCents(order.getAmountCents())
                .setCurrency(order.getCurrency())
                .setCreatedAt(order.getCreatedAt())
                .setTraceId(traceId)
                .setTenantId(order.getTenantId())
                .setVersion(order.getVersion())
                .addAllItems(order.getItemsList())
                .build();
        CallContext context = new CallContext(traceId, order.getTenantId(), caller.userId(), caller.scopes());
        return new OutboxEvent(
                EventIds.next(),
                Topics.ORDERS,
                AggregateId.ofOrder(orderId),
                order.getVersion(),
                EventTypes.ORDER_CREATED,
                Buffer.buffer(created.toByteArray()),
                TraceHeaders.with(context.toHeaders(), caller.trace()));
    }
}
