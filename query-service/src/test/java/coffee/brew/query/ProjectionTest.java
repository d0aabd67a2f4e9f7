package coffee.brew.query;

import static coffee.brew.query.OrderTopic.changed;
import static coffee.brew.query.OrderTopic.created;
import static coffee.brew.query.OrderTopic.eventId;
import static coffee.brew.query.OrderTopic.order;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.contract.EventTypes;
import coffee.brew.contract.orders.v1.OrderCreated;
import coffee.brew.contract.orders.v1.OrderStatus;
import com.google.protobuf.Timestamp;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@WithTestResource(
        value = ServersWithHistory.class,
        initArgs = {
            @ResourceArg(name = "database", value = "brew_query"),
            @ResourceArg(name = "topics", value = "brew.orders.v1:6,brew.orders.v1.order-query.dlt:1")
        })
class ProjectionTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private OrderTopic topic;

    @BeforeEach
    void open() {
        topic = new OrderTopic();
    }

    @AfterEach
    void close() {
        topic.close();
    }

    @Test
    void newGroupReadsTheTopicFromTheBeginning() {
        // Given, When: the order was on the topic before the service started
        // Then
        assertThat(viewOf(ServersWithHistory.EARLIER_ORDER, 1)).isNotEmpty();
    }

    @Test
    void rowAndProcessedEventShareTheirTransaction() throws SQLException {
        // Given
        UUID orderId = UUID.randomUUID();
        // When
        topic.send(created(order(orderId).build()));
        // Then
        viewOf(orderId, 1);
        assertThat(TestDatabase.query(
                        """
                SELECT v.xmin::text AS effect, p.xmin::text AS processed
                  FROM orders_view v JOIN processed_events p USING (event_id)
                 WHERE v.id = ? AND p.consumer = 'order-query'
                """,
                        orderId))
                .singleElement()
                .satisfies(row -> assertThat(row.get("effect")).isEqualTo(row.get("processed")));
    }

    @Test
    void laterVersionReplacesEarlier() {
        // Given
        UUID orderId = UUID.randomUUID();
        topic.send(created(order(orderId).build()));
        // When
        topic.send(changed(orderId, 2, OrderStatus.ORDER_STATUS_RESERVED_VALUE));
        // Then
        assertThat(viewOf(orderId, 2))
                .containsEntry("status", OrderStatus.ORDER_STATUS_RESERVED_VALUE)
                .containsEntry("customer_id", "cus-0007")
                .containsEntry("cancel_reason", "changed");
    }

    @Test
    void earlierVersionThatComesLaterChangesNothing() throws SQLException {
        // Given
        UUID orderId = UUID.randomUUID();
        topic.send(changed(orderId, 2, OrderStatus.ORDER_STATUS_CANCELLED_VALUE));
        Map<String, Object> before = viewOf(orderId, 2);
        // When
        ProducerRecord<String, byte[]> late = created(order(orderId).build());
        topic.send(late);
        // Then
        TestDatabase.awaitProcessed(eventId(late));
        assertThat(viewOf(orderId, 2))
                .isEqualTo(before)
                .containsEntry("status", OrderStatus.ORDER_STATUS_CANCELLED_VALUE)
                .containsEntry("amount_cents", 2599L);
    }

    @Test
    void statusThatIsNotKnownHereIsKept() {
        // Given
        UUID orderId = UUID.randomUUID();
        // When
        topic.send(changed(orderId, 2, 42));
        // Then
        assertThat(viewOf(orderId, 2)).containsEntry("status", 42);
    }

    @Test
    void replayWithoutMemoryOfProcessedEventsLeavesTheViewAsItWas() throws SQLException {
        // Given
        UUID orderId = UUID.randomUUID();
        List<ProducerRecord<String, byte[]>> events =
                List.of(created(order(orderId).build()), changed(orderId, 2, 3), changed(orderId, 3, 4));
        events.forEach(topic::send);
        events.forEach(event -> TestDatabase.awaitProcessed(eventId(event)));
        Map<String, Object> before = viewOf(orderId, 3);
        TestDatabase.update("DELETE FROM processed_events");
        // When
        events.forEach(topic::send);
        // Then
        events.forEach(event -> TestDatabase.awaitProcessed(eventId(event)));
        assertThat(viewOf(orderId, 3)).isEqualTo(before);
    }

    @Test
    void unknownEventTypeIsPassedOver() {
        // Given
        UUID orderId = UUID.randomUUID();
        // When
        topic.send(OrderTopic.event(orderId, "order.praised", 1, new byte[] {1}));
        // Then
        passesOverTo(orderId);
    }

    static List<OrderCreated> malformedOrders() {
        OrderCreated order = order(UUID.randomUUID()).build();
        return List.of(
                order.toBuilder().setId("no-uuid").build(),
                order.toBuilder().setId(UUID.randomUUID().toString()).build(),
                order.toBuilder().setAmountCents(-1).build(),
                order.toBuilder().setCustomerId("").build(),
                order.toBuilder().setTenantId("nul\0").build(),
                order.toBuilder()
                        .setCreatedAt(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
                        .build(),
                order.toBuilder()
                        .setCreatedAt(Timestamp.newBuilder()
                                .setSeconds(Long.MIN_VALUE)
                                .setNanos(-1))
                        .build(),
                order.toBuilder()
                        .setCreatedAt(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE / 1_000))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("malformedOrders")
    void malformedOrderGoesToTheDeadLetterTopicAndItsPartitionMovesOn(OrderCreated malformed) {
        // Given
        UUID orderId = UUID.randomUUID();
        byte[] payload = malformed.toByteArray();
        // When
        topic.send(OrderTopic.event(orderId, EventTypes.ORDER_CREATED, 1, payload));
        // Then
        passesOverTo(orderId);
        DeadLetters.awaitOne("order-query", payload);
    }

    @Test
    void changeWithoutItsOrderGoesToTheDeadLetterTopic() {
        // Given
        UUID orderId = UUID.randomUUID();
        byte[] garbage = ("garbage " + orderId).getBytes(UTF_8);
        // When
        topic.send(OrderTopic.event(orderId, EventTypes.ORDER_STATUS_CHANGED, 2, garbage));
        // Then
        passesOverTo(orderId);
        DeadLetters.awaitOne("order-query", garbage);
    }

    /** What comes after on the same partition has its effect. */
    private void passesOverTo(UUID orderId) {
        topic.send(changed(orderId, 9, 1));
        viewOf(orderId, 9);
    }

    private static Map<String, Object> viewOf(UUID orderId, long version) {
        return await().atMost(TIMEOUT)
                .until(
                        () -> TestDatabase.query(
                                "SELECT * FROM orders_view WHERE id = ? AND version = ?", orderId, version),
                        rows -> !rows.isEmpty())
                .get(0);
    }
}
