package coffee.brew.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import coffee.brew.contract.AggregateId;
import coffee.brew.contract.EventTypes;
import coffee.brew.contract.Topics;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.contract.orders.v1.OrderCreated;
import coffee.brew.contract.orders.v1.OrderItem;
import coffee.brew.contract.orders.v1.OrderStatus;
import coffee.brew.contract.orders.v1.OrderStatusChanged;
import coffee.brew.envelope.CallContext;
import coffee.brew.envelope.EventIds;
import coffee.brew.envelope.HeaderNames;
import com.google.protobuf.Timestamp;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes to the topic of orders what order-service's relay writes. */
final class OrderTopic implements AutoCloseable {
    static final CallContext CALLER = new CallContext("trace-7", "tenant-a", "user-42", "orders:write");

    private static final int TIMEOUT_SECONDS = 30;

    private final KafkaProducer<String, byte[]> producer;

    OrderTopic() {
        this(RunningService.setting("kafka.bootstrap.servers"));
    }

    OrderTopic(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    void send(ProducerRecord<String, byte[]> event) {
        try {
            producer.send(event).get(TIMEOUT_SECONDS, SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("event was not written", e);
        }
    }

    static OrderCreated.Builder order(UUID orderId) {
        return OrderCreated.newBuilder()
                .setId(orderId.toString())
                .setCustomerId("cus-0007")
                .setAmountCents(2599)
                .setCurrency("EUR")
                .setCreatedAt(Timestamp.newBuilder().setSeconds(1_767_225_600).setNanos(123_456_000))
                .setTraceId(CALLER.traceId())
                .setTenantId(CALLER.tenantId())
                .setVersion(1)
                .addItems(OrderItem.newBuilder().setSku("beans").setQuantity(2))
                .addItems(OrderItem.newBuilder().setSku("filter").setQuantity(1));
    }

    /** The order of {@link #order}, later in its life. */
    static ProducerRecord<String, byte[]> changed(UUID orderId, long version, int status) {
        OrderCreated created = order(orderId).build();
        Order.Builder changed = Order.newBuilder()
                .setId(created.getId())
                .setCustomerId(created.getCustomerId())
                .setAmountCents(created.getAmountCents())
                .setCurrency(created.getCurrency())
                .setStatusValue(status)
                .setCreatedAt(created.getCreatedAt())
                .setVersion(version)
                .addAllItems(created.getItemsList())
                .setTenantId(created.getTenantId())
                .setCancelReason("changed");
        OrderStatusChanged event = OrderStatusChanged.newBuilder()
                .setId(created.getId())
                .setOrder(changed)
                .setPreviousStatus(OrderStatus.ORDER_STATUS_NEW)
                .setVersion(version)
                .build();
        return event(orderId, EventTypes.ORDER_STATUS_CHANGED, version, event.toByteArray());
    }

    static ProducerRecord<String, byte[]> created(OrderCreated order) {
        return event(UUID.fromString(order.getId()), EventTypes.ORDER_CREATED, 1, order.toByteArray());
    }

    static ProducerRecord<String, byte[]> event(UUID orderId, String type, long version, byte[] payload) {
        String aggregateId = AggregateId.ofOrder(orderId);
        ProducerRecord<String, byte[]> event = new ProducerRecord<>(Topics.ORDERS, aggregateId, payload);
        CALLER.toHeaders().forEach((name, value) -> header(event, name, value));
        header(event, HeaderNames.EVENT_ID, EventIds.next().toString());
        header(event, HeaderNames.EVENT_TYPE, type);
        header(event, HeaderNames.AGGREGATE_ID, aggregateId);
        header(event, HeaderNames.AGGREGATE_VERSION, Long.toString(version));
        header(event, HeaderNames.SOURCE, "order-service");
        header(event, HeaderNames.PUBLISHER_NODE, "order-1");
        header(event, HeaderNames.OUTBOX_ID, "1");
        header(event, HeaderNames.CONTENT_TYPE, "application/x-protobuf");
        return event;
    }

    static UUID eventId(ProducerRecord<String, byte[]> event) {
        return UUID.fromString(
                new String(event.headers().lastHeader(HeaderNames.EVENT_ID).value(), UTF_8));
    }

    private static void header(ProducerRecord<String, byte[]> event, String name, String value) {
        event.headers().add(name, value.getBytes(UTF_8));
    }

    @Override
    public void close() {
        producer.close();
    }
}
