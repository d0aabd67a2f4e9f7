package coffee.brew.query;

import static coffee.brew.query.OrderTopic.changed;
import static coffee.brew.query.OrderTopic.created;
import static coffee.brew.query.OrderTopic.order;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.contract.orders.v1.GetResponse;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.contract.orders.v1.OrderCreated;
import coffee.brew.contract.orders.v1.OrderStatus;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.rpc.BadRequest.FieldViolation;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(
        value = ServersWithHistory.class,
        initArgs = {
            @ResourceArg(name = "database", value = "brew_query"),
            @ResourceArg(name = "topics", value = "brew.orders.v1:6,brew.orders.v1.order-query.dlt:1")
        })
class GetTest {
    private static final Duration TIMEOUT = QueryClient.TIMEOUT;

    /** A caller's deadline within the server's limit. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    private OrderTopic topic;
    private QueryClient client;

    @BeforeEach
    void open() {
        topic = new OrderTopic();
        client = new QueryClient();
    }

    @AfterEach
    void close() {
        client.close();
        topic.close();
    }

    @Test
    void requestThatCannotBeReadIsRefused() {
        // Given
        byte[] request = {0x0a, 100, 'c'};
        // When
        Status refusal = client.refusal(request);
        // Then
        assertThat(refusal.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal.getDescription())
                .isEqualTo("the request cannot be parsed as that of orders.v1.QueryService/Get");
    }

    @Test
    void requestOverTheSizeLimitIsRefused() {
        // Given
        String id = "i".repeat(1 << 17);
        // When
        Status refusal = client.refusal(id, 0, TIMEOUT).getStatus();
        // Then
        assertThat(refusal.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(refusal.getDescription()).isEqualTo("the request is larger than the service accepts");
    }

    @Test
    void returnsEveryFieldOfTheOrder() {
        // Given
        UUID orderId = UUID.randomUUID();
        OrderCreated created = order(orderId).build();
        topic.send(created(created));
        // When
        Order found = awaitVersion(orderId, 1);
        // Then
        assertThat(found)
                .isEqualTo(Order.newBuilder()
                        .setId(orderId.toString())
                        .setCustomerId(created.getCustomerId())
                        .setAmountCents(created.getAmountCents())
                        .setCurrency(created.getCurrency())
                        .setStatus(OrderStatus.ORDER_STATUS_NEW)
                        .setCreatedAt(created.getCreatedAt())
                        .setVersion(1)
                        .addAllItems(created.getItemsList())
                        .setTenantId(created.getTenantId())
                        .build());
    }

    @Test
    void orderThatIsNotThereIsNotFound() {
        // Given
        UUID orderId = UUID.randomUUID();
        // When
        Status status = client.refusal(orderId, 0);
        // Then
        assertThat(status.getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(status.getDescription())
                .isEqualTo("order \"" + orderId + "\" not found in read-store (eventual consistency lag)");
    }

    @Test
    void missingIdIsRequired() throws Exception {
        // When
        StatusRuntimeException refusal = client.refusal("", 0, TIMEOUT);
        // Then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal.getStatus().getDescription()).isEqualTo("id is required");
        assertThat(QueryClient.violations(refusal))
                .extracting(FieldViolation::getField)
                .containsExactly("id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-uuid", "1-1-1-1-1", "order-01900000-0000-7000-8000-000000000001"})
    void malformedIdIsRefused(String id) throws Exception {
        // When
        StatusRuntimeException refusal = client.refusal(id, 0, TIMEOUT);
        // Then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal.getStatus().getDescription()).isEqualTo("id must be a UUID");
        assertThat(QueryClient.violations(refusal))
                .extracting(FieldViolation::getField)
                .containsExactly("id");
    }

    @Test
    void callThatKnowsTheVersionWaitsForIt() throws Exception {
        // Given
        UUID orderId = UUID.randomUUID();
        topic.send(created(order(orderId).build()));
        awaitVersion(orderId, 1);
        ListenableFuture<GetResponse> waiting = client.getLater(orderId, 2);
        // When
        topic.send(changed(orderId, 2, OrderStatus.ORDER_STATUS_PAID_VALUE));
        // Then
        assertThat(waiting.get(TIMEOUT.toSeconds(), SECONDS).getOrder())
                .returns(2L, Order::getVersion)
                .returns(OrderStatus.ORDER_STATUS_PAID, Order::getStatus);
    }

    @Test
    void waitEndsBeforeTheCallersDeadlineWithoutAnOlderVersion() {
        // Given
        UUID orderId = UUID.randomUUID();
        topic.send(created(order(orderId).build()));
        awaitVersion(orderId, 1);
        // When
        StatusRuntimeException refusal = client.refusal(orderId.toString(), 2, SHORT);
        // Then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void waitEndsAtTheServersLimit() {
        // Given
        UUID nobodysOrder = UUID.randomUUID();
        // When
        Status status = client.refusal(nobodysOrder, 1);
        // Then
        assertThat(status.getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void oneWaitingCallTooManyIsRefused() {
        // Given
        Stream<UUID> nobodysOrders = Stream.generate(UUID::randomUUID).limit(ServersWithHistory.WAITING_CALLS_MAX + 1);
        // When
        List<ListenableFuture<GetResponse>> calls =
                nobodysOrders.map(orderId -> client.getLater(orderId, 1)).toList();
        // Then
        assertThat(calls.stream().map(QueryClient::codeOf))
                .containsExactlyInAnyOrder(
                        Status.Code.NOT_FOUND,
                        Status.Code.NOT_FOUND,
                        Status.Code.NOT_FOUND,
                        Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void databaseThatRefusesIsUnavailableWithoutSayingWhyAndComesBack() throws SQLException {
        // Given
        TestDatabase.update("REVOKE SELECT ON orders_view FROM " + TestDatabase.serviceRole());
        // When
        Status status = client.refusal(UUID.randomUUID(), 0);
        // Then
        TestDatabase.update("GRANT SELECT ON orders_view TO " + TestDatabase.serviceRole());
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription()).isEqualTo("read-store is unavailable");
        assertThat(client.refusal(UUID.randomUUID(), 0).getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void databaseThatDoesNotAnswerIsUnavailable() throws SQLException {
        // Given
        try (Connection owner = TestDatabase.asOwner();
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.execute("LOCK TABLE orders_view IN ACCESS EXCLUSIVE MODE");
            // When
            StatusRuntimeException refusal = client.refusal(UUID.randomUUID().toString(), 0, SHORT);
            // Then
            assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    @Test
    void databaseThatStopsToAnswerDuringAWaitIsUnavailable() throws SQLException {
        // Given
        try (Connection owner = TestDatabase.asOwner();
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            ListenableFuture<GetResponse> waiting = client.getLater(UUID.randomUUID(), 1);
            await("the call waits").pollDelay(Duration.ofMillis(300)).until(() -> !waiting.isDone());
            // When
            statement.execute("LOCK TABLE orders_view IN ACCESS EXCLUSIVE MODE");
            // Then
            assertThat(QueryClient.codeOf(waiting)).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    private Order awaitVersion(UUID orderId, long version) {
        return await().atMost(TIMEOUT)
                .ignoreExceptions()
                .until(() -> client.get(orderId, version), order -> order.getVersion() >= version);
    }
}
