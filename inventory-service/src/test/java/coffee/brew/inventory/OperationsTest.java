package coffee.brew.inventory;

import static coffee.brew.inventory.OrderTopic.created;
import static coffee.brew.inventory.OrderTopic.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What whoever runs the service relies on. */
@QuarkusTest
@WithTestResource(
        value = ServersWithHistory.class,
        initArgs = {
            @ResourceArg(name = "database", value = "brew_inventory"),
            @ResourceArg(name = "topics", value = "brew.orders.v1:6,brew.orders.v1.inventory.dlt:1")
        })
class OperationsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Test
    void serviceRoleMayOnlyReadAndInsert() throws SQLException {
        for (String forbidden : List.of(
                "CREATE TABLE other (id INT)",
                "ALTER TABLE inventory_reservations ADD COLUMN other INT",
                "DROP TABLE inventory_reservations",
                "TRUNCATE inventory_reservations",
                "DELETE FROM inventory_reservations",
                "UPDATE inventory_reservations SET reserved_by = 'other'")) {
            // Given
            try (Connection connection = TestDatabase.asService();
                    Statement statement = connection.createStatement()) {
                // When, Then
                assertThatThrownBy(() -> statement.execute(forbidden))
                        .as(forbidden)
                        .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState())
                                .isEqualTo("42501"));
            }
        }
    }

    @Test
    void readinessAsksTheDatabaseAlone() throws Exception {
        // When
        HttpResponse<String> ready = RunningService.get("/q/health/ready");
        // Then
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("PostgreSQL").doesNotContain("\"orders\"");
    }

    @Test
    void callerOfTheOrderIsNamedInTheLog() {
        // Given
        UUID orderId = UUID.randomUUID();
        try (OrderTopic topic = new OrderTopic();
                LogLines log = LogLines.of(ReserveStock.class)) {
            // When
            topic.send(created(order(orderId).build()));
            // Then
            await().atMost(TIMEOUT).untilAsserted(() -> assertThat(log.lines())
                    .anyMatch(line -> line.contains("aggregate-id=order-" + orderId)
                            && line.contains("trace-id=trace-7")
                            && line.contains("tenant-id=tenant-a")
                            && line.contains("user-id=user-42")
                            && line.contains("scopes=orders:write")));
        }
    }
}
