package coffee.brew.inventory;

import static coffee.brew.inventory.OrderTopic.created;
import static coffee.brew.inventory.OrderTopic.eventId;
import static coffee.brew.inventory.OrderTopic.order;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.contract.EventTypes;
import coffee.brew.contract.orders.v1.OrderCreated;
import coffee.brew.contract.orders.v1.OrderStatusChanged;
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
            @ResourceArg(name = "database", value = "brew_inventory"),
            @ResourceArg(name = "topics", value = "brew.orders.v1:6,brew.orders.v1.inventory.dlt:1")
        })
class InventoryServiceTest {
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
    void acceptedOrderIsReservedWithItsOwnFieldsByThisNode() throws SQLException {
        // Given
        UUID orderId = UUID.randomUUID();
        ProducerRecord<String, byte[]> event = created(order(orderId).build());
        // When
        topic.send(event);
        // Then
        Map<String, Object> reservation = reservationOf(orderId);
        assertThat(reservation)
                .containsEntry("order_version", 1L)
                .containsEntry("event_id", eventId(event))
                .containsEntry("tenant_id", "tenant-a")
                .containsEntry("customer_id", "cus-0007")
                .containsEntry("amount_cents", 2599L)
                .containsEntry("currency", "EUR")
                .containsEntry("reserved_by", "inventory-7");
    }

    @Test
    void newGroupReadsTheTopicFromTheBeginning() {
        // Given, When: the order was on the topic before the service started
        // Then
        assertThat(reservationOf(ServersWithHistory.EARLIER_ORDER)).isNotEmpty();
    }

    @Test
    void reservationAndProcessedEventShareTheirTransaction() throws SQLException {
        // Given
        UUID orderId = UUID.randomUUID();
        // When
        topic.send(created(order(orderId).build()));
        // Then
        reservationOf(orderId);
        assertThat(TestDatabase.query(
                        """
                SELECT r.xmin::text AS effect, p.xmin::text AS processed
                  FROM inventory_reservations r JOIN processed_events p USING (event_id)
                 WHERE r.order_id = ? AND p.consumer = 'inventory'
                """,
                        orderId))
                .singleElement()
                .satisfies(row -> assertThat(row.get("effect")).isEqualTo(row.get("processed")));
    }

    @Test
    void orderThatComesThriceIsReservedOnce() throws SQLException {
        // Given
        UUID orderId = UUID.randomUUID();
        ProducerRecord<String, byte[]> event = created(order(orderId).build());
        // When
        List.of(event, event, event).forEach(topic::send);
        // Then
        passesOverTo(orderId);
        assertThat(TestDatabase.query("SELECT 1 FROM inventory_reservations WHERE order_id = ?", orderId))
                .hasSize(1);
    }

    @Test
    void replayWithoutMemoryOfProcessedEventsLeavesReservationsAsTheyWere() throws SQLException {
        // Given
        List<ProducerRecord<String, byte[]>> events = List.of(
                created(order(UUID.randomUUID()).build()),
                created(order(UUID.randomUUID()).build()));
        events.forEach(topic::send);
        events.forEach(event -> TestDatabase.awaitProcessed(eventId(event)));
        List<Map<String, Object>> before = TestDatabase.query("SELECT * FROM inventory_reservations ORDER BY order_id");
        TestDatabase.update("DELETE FROM processed_events");
        // When
        events.forEach(topic::send);
        // Then
        events.forEach(event -> TestDatabase.awaitProcessed(eventId(event)));
        assertThat(TestDatabase.query("SELECT * FROM inventory_reservations ORDER BY order_id"))
                .isEqualTo(before);
    }

    @Test
    void changeOfStatusIsPassedOver() throws Exception {
        // Given
        UUID orderId = UUID.randomUUID();
        double before = RunningService.metric("brew_inbox_passed_over_total");
        // When
        topic.send(OrderTopic.event(
                orderId,
                EventTypes.ORDER_STATUS_CHANGED,
                2,
                OrderStatusChanged.newBuilder()
                        .setId(orderId.toString())
                        .build()
                        .toByteArray()));
        // Then
        passesOverTo(orderId);
        assertThat(RunningService.metric("brew_inbox_passed_over_total")).isGreaterThan(before);
    }

    static List<OrderCreated> malformedOrders() {
        OrderCreated order = order(UUID.randomUUID()).build();
        return List.of(
                order.toBuilder().setId("no-uuid").build(),
                order.toBuilder().setId(UUID.randomUUID().toString()).build(),
                order.toBuilder().setAmountCents(0).build(),
                order.toBuilder().setCurrency("euro").build(),
                order.toBuilder().setCustomerId("").build(),
                order.toBuilder().setCustomerId("nul\0").build());
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
        DeadLetters.awaitOne("inventory", payload);
    }

    @Test
    void garbageGoesToTheDeadLetterTopicAndItsPartitionMovesOn() {
        // Given
        UUID orderId = UUID.randomUUID();
        byte[] garbage = ("garbage " + orderId).getBytes(UTF_8);
        // When
        topic.send(OrderTopic.event(orderId, EventTypes.ORDER_CREATED, 1, garbage));
        // Then
        passesOverTo(orderId);
        DeadLetters.awaitOne("inventory", garbage);
    }

    /** What comes after on the same partition has its effect. */
    private void passesOverTo(UUID orderId) {
        ProducerRecord<String, byte[]> next = created(order(orderId).build());
        topic.send(next);
        TestDatabase.awaitProcessed(eventId(next));
        assertThat(reservationOf(orderId)).isNotEmpty();
    }

    private static Map<String, Object> reservationOf(UUID orderId) {
        return await().atMost(TIMEOUT)
                .until(
                        () -> TestDatabase.query("SELECT * FROM inventory_reservations WHERE order_id = ?", orderId),
                        rows -> !rows.isEmpty())
                .get(0);
    }
}
