package coffee.brew.order;

import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.contract.orders.v1.OrderItem;
import coffee.brew.contract.orders.v1.OrderStatus;
import coffee.brew.order.CallerInterceptor.Caller;
import coffee.brew.outbox.OutboxEvent;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;

/**
 * An order that is about to be written, with its first event.
 *
 * @param createdAt in microseconds' precision
 * @param order version 1 of it
 * @param requestId empty when the request cannot be repeated
 */
record NewOrder(UUID id, Instant createdAt, Order order, String requestId, OutboxEvent event) {

    static NewOrder of(CreateRequest request, Caller caller, UUID id, Instant createdAt) {
        Order order = firstVersion(request, id, createdAt);
        OutboxEvent event = OrderEvents.created(id, order, request.getTraceId(), caller);
        return new NewOrder(id, createdAt, order, request.getRequestId(), event);
    }

    boolean isRepeatable() {
        return !requestId.isEmpty();
    }

    /** The same content, as an earlier request had it written. */
    Order asFirstCreated(UUID firstId, Instant firstCreatedAt) {
        return order.toBuilder()
                .setId(firstId.toString())
                .setCreatedAt(timestamp(firstCreatedAt))
                .build();
    }

    /** SHA-256 of all that must be equal for a request to count as repeated: what the caller asked for, not its trace. */
    ByteString contentHash() {
        Order content = order.toBuilder().clearId().clearCreatedAt().build();
        try {
            return ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(content.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Only fields that are known here: what else a request carries is ignored. */
    private static Order firstVersion(CreateRequest request, UUID id, Instant createdAt) {
        Order.Builder order = Order.newBuilder()
                .setId(id.toString())
                .setCustomerId(request.getCustomerId())
                .setAmountCents(request.getAmountCents())
                .setCurrency(request.getCurrency())
                .setStatus(OrderStatus.ORDER_STATUS_NEW)
                .setCreatedAt(timestamp(createdAt))
                .setVersion(1)
                .setTenantId(request.getTenantId());
        for (OrderItem item : request.getItemsList()) {
            order.addItems(OrderItem.newBuilder().setSku(item.getSku()).setQuantity(item.getQuantity()));
        }
        return order.build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
