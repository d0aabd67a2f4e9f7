package coffee.brew.order;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.contract.orders.v1.CommandServiceGrpc;
import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.CreateResponse;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.contract.orders.v1.OrderItem;
import coffee.brew.contract.orders.v1.OrderStatus;
import coffee.brew.infra.LocalPostgres;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.util.Timestamps;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FewMayWait.class)
class CreateOrderTest {
    private OrderClient client;
    private OrderDatabase database;

    @BeforeEach
    void connect() {
        client = OrderClient.ofApplication();
        database = new OrderDatabase(LocalPostgres.shared());
    }

    @AfterEach
    void disconnect() {
        client.close();
        database.close();
    }

    @Test
    void theAnswerIsTheOrderAsItWasWritten() {
        // Given
        CreateRequest request = OrderClient.request().build();
        // When
        Order order = client.create(request);
        // Then
        assertThat(order.toBuilder().clearId().clearCreatedAt().build())
                .isEqualTo(Order.newBuilder()
                        .setCustomerId(request.getCustomerId())
                        .setAmountCents(2599)
                        .setCurrency("EUR")
                        .setStatus(OrderStatus.ORDER_STATUS_NEW)
                        .setVersion(1)
                        .setTenantId("tenant-a")
                        .addItems(OrderItem.newBuilder().setSku("beans-1kg").setQuantity(2))
                        .build());
        assertThat(UUID.fromString(order.getId()).version()).isEqualTo(7);
        assertThat(database.text(
                        """
                        SELECT concat_ws(' ', customer_id, amount_cents, currency, status, version, tenant_id,
                               (SELECT string_agg(line || 'x' || sku || 'x' || quantity, ',') FROM order_items
                                 WHERE order_id = orders.id))
                          FROM orders WHERE id = ?::uuid""",
                        order.getId()))
                .isEqualTo(request.getCustomerId() + " 2599 EUR NEW 1 tenant-a 1xbeans-1kgx2");
        assertThat(database.text(
                        "SELECT (extract(epoch FROM created_at) * 1000000)::bigint FROM orders WHERE id = ?::uuid",
                        order.getId()))
                .isEqualTo(Long.toString(Timestamps.toMicros(order.getCreatedAt())));
        assertThat(Timestamps.toNanos(order.getCreatedAt()) % 1000).isZero();
    }

    @Test
    void orderItemsAndEventAreWrittenByOneTransaction() {
        // Given
        database.execute("BEGIN");
        database.execute("LOCK TABLE outbox_lane IN ACCESS EXCLUSIVE MODE"); // no relay takes the event away
        // When
        Order order = client.create(OrderClient.request().build());
        // Then
        assertThat(database.text(
                        """
                        SELECT count(DISTINCT writer) || ' of ' || count(*)
                          FROM (SELECT xmin::text AS writer FROM orders WHERE id = $1::uuid
                                 UNION ALL SELECT xmin::text FROM order_items WHERE order_id = $1::uuid
                                 UNION ALL SELECT xmin::text FROM outbox WHERE aggregate_id = 'order-' || $1) AS rows"""
                                .replace("$1", "'" + order.getId() + "'")))
                .isEqualTo("1 of 3");
        database.execute("ROLLBACK");
    }

    @Test
    void theDelegateAnswersLikeTheServiceItself() {
        // Given
        CreateRequest request =
                OrderClient.request().setRequestId(UUID.randomUUID().toString()).build();
        Order first = client.create(request);
        // When
        Order second = CommandServiceGrpc.newBlockingStub(client.channel())
                .create(request)
                .getOrder();
        // Then
        assertThat(second).isEqualTo(first);
    }

    @Test
    void bytesOfTheReferenceDesignAreUnderstood() throws InvalidProtocolBufferException {
        // Given
        String customerId = "cus-" + UUID.randomUUID();
        ByteString request = text(1, customerId) // customer_id
                .concat(ByteString.copyFrom(new byte[] {0x10, (byte) 0xa7, 0x14})) // amount_cents = 2599
                .concat(text(3, "EUR")) // currency
                .concat(text(4, "trace-demo")) // trace_id
                .concat(text(5, "tenant-a")); // tenant_id
        // When
        byte[] response = client.call("orders.v1.OrderService/Create", request.toByteArray());
        // Then
        UnknownFieldSet order = UnknownFieldSet.parseFrom(UnknownFieldSet.parseFrom(response)
                .getField(1)
                .getLengthDelimitedList()
                .get(0));
        assertThat(order.getField(1).getLengthDelimitedList()).hasSize(1);
        assertThat(order.getField(2).getLengthDelimitedList()).containsExactly(ByteString.copyFromUtf8(customerId));
        assertThat(order.getField(3).getVarintList()).containsExactly(2599L);
        assertThat(order.getField(4).getLengthDelimitedList()).containsExactly(ByteString.copyFromUtf8("EUR"));
        assertThat(order.getField(5).getVarintList()).containsExactly(1L);
        assertThat(order.getField(6).getLengthDelimitedList()).hasSize(1);
        assertThat(order.getField(7).getVarintList()).containsExactly(1L);
    }

    @Test
    void unknownFieldsAreIgnored() throws InvalidProtocolBufferException {
        // Given
        UnknownFieldSet future = UnknownFieldSet.newBuilder()
                .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
        CreateRequest known =
                OrderClient.request().setRequestId(UUID.randomUUID().toString()).build();
        CreateRequest request = known.toBuilder()
                .setUnknownFields(future)
                .setItems(0, known.getItems(0).toBuilder().setUnknownFields(future))
                .build();
        // When
        byte[] response = client.call("orders.v1.OrderService/Create", request.toByteArray());
        // Then
        Order order = CreateResponse.parseFrom(response).getOrder();
        assertThat(order.getItems(0)).isEqualTo(known.getItems(0));
        assertThat(client.create(known)).isEqualTo(order);
    }

    private static ByteString text(int field, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return ByteString.copyFrom(new byte[] {(byte) (field << 3 | 2), (byte) utf8.length})
                .concat(ByteString.copyFrom(utf8));
    }
}
