package coffee.brew.query;

import coffee.brew.contract.AggregateId;
import coffee.brew.contract.EventTypes;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.contract.orders.v1.OrderCreated;
import coffee.brew.contract.orders.v1.OrderStatus;
import coffee.brew.contract.orders.v1.OrderStatusChanged;
import coffee.brew.inbox.InboxEvent;
import coffee.brew.inbox.UnprocessableEventException;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** A whole order at one version, as one event tells it. */
record OrderSnapshot(UUID orderId, Order order, OffsetDateTime createdAt, UUID eventId) {
    private static final int YEAR_MAX = 9999; // of a protobuf timestamp

    static OrderSnapshot of(InboxEvent event) {
        try {
            Order order = orderOf(event).setVersion(event.aggregateVersion()).build();
            UUID orderId = UUID.fromString(order.getId());
            if (!AggregateId.ofOrder(orderId).equals(event.aggregateId())) {
                throw new UnprocessableEventException("order id and record key are not of one order");
            }
            return new OrderSnapshot(orderId, order, toTime(order.getCreatedAt()), event.eventId());
        } catch (InvalidProtocolBufferException
                | IllegalArgumentException
                | DateTimeException
                | ArithmeticException e) {
            throw new UnprocessableEventException("payload is not an " + event.type(), e);
        }
    }

    private static Order.Builder orderOf(InboxEvent event) throws InvalidProtocolBufferException {
        byte[] payload = event.payload().getBytes();
        return event.type().equals(EventTypes.ORDER_CREATED)
                ? created(OrderCreated.parseFrom(payload))
                : OrderStatusChanged.parseFrom(payload).getOrder().toBuilder();
    }

    private static Order.Builder created(OrderCreated created) {
        return Order.newBuilder()
                .setId(created.getId())
                .setCustomerId(created.getCustomerId())
                .setAmountCents(created.getAmountCents())
                .setCurrency(created.getCurrency())
                .setStatus(OrderStatus.ORDER_STATUS_NEW)
                .setCreatedAt(created.getCreatedAt())
                .addAllItems(created.getItemsList())
                .setTenantId(created.getTenantId());
    }

    private static OffsetDateTime toTime(Timestamp timestamp) {
        OffsetDateTime time = Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos())
                .truncatedTo(ChronoUnit.MICROS)
                .atOffset(ZoneOffset.UTC);
        if (time.getYear() < 1 || time.getYear() > YEAR_MAX) {
            throw new DateTimeException("created_at is out of range");
        }
        return time;
    }
}
