package coffee.brew.query;

import static coffee.brew.query.OrderTopic.created;
import static coffee.brew.query.OrderTopic.order;
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
            @ResourceArg(name = "database", value = "brew_query"),
            @ResourceArg(name = "topics", value = "brew.orders.v1:6,brew.orders.v1.order-query.dlt:1")
        })
class OperationsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Test
    void serviceRoleMayNeitherDeleteNorChangeTables() throws SQLException {
        for (String forbidden : List.of(
                "CREATE TABLE other (id INT)",
                "ALTER TABLE orders_view ADD COLUMN other INT",
                "DROP TABLE orders_view",
                "TRUNCATE orders_view",
                "DELETE FROM orders_view")) {
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
                LogLines log = LogLines.of(OrderProjector.class)) {
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
