package coffee.brew.inventory;

import static coffee.brew.inventory.OrderTopic.created;
import static coffee.brew.inventory.OrderTopic.order;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import coffee.brew.contract.EventTypes;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What was packaged, be it a jar or a native executable, seen from outside. */
@QuarkusIntegrationTest
@WithTestResource(
        value = ServersWithHistory.class,
        initArgs = {
            @ResourceArg(name = "database", value = "brew_inventory"),
            @ResourceArg(name = "topics", value = "brew.orders.v1:6,brew.orders.v1.inventory.dlt:1")
        })
class InventoryServiceIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Test
    void ordersHaveTheirEffectAndGarbageGoesToTheDeadLetterTopic() {
        // Given
        UUID orderId = UUID.randomUUID();
        byte[] garbage = ("garbage " + orderId).getBytes(UTF_8);
        try (OrderTopic topic = new OrderTopic()) {
            // When
            topic.send(OrderTopic.event(orderId, EventTypes.ORDER_CREATED, 1, garbage));
            topic.send(created(order(orderId).build()));
        }
        // Then
        await().atMost(TIMEOUT).until(() -> reservedBy("inventory-7", ServersWithHistory.EARLIER_ORDER));
        await().atMost(TIMEOUT).until(() -> reservedBy("inventory-7", orderId));
        DeadLetters.awaitOne("inventory", garbage);
    }

    private static boolean reservedBy(String node, UUID orderId) throws SQLException {
        return !TestDatabase.query(
                        "SELECT 1 FROM inventory_reservations WHERE order_id = ? AND reserved_by = ?", orderId, node)
                .isEmpty();
    }
}
