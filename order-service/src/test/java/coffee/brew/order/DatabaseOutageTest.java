package coffee.brew.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import coffee.brew.contract.orders.v1.Order;
import coffee.brew.infra.LocalPostgres;
import coffee.brew.outbox.Backlog;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kafka is never there in this test, and PostgreSQL not always. */
@QuarkusTest
@WithTestResource(OwnPostgresTestResource.class)
class DatabaseOutageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @SuppressWarnings("NullAway.Init") // the test resource injects it
    private LocalPostgres postgres;

    @Inject
    Backlog backlog;

    private OrderClient client;

    @BeforeEach
    void connect() {
        OwnPostgresTestResource.forgetEvents(postgres, backlog);
        client = OrderClient.ofApplication();
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void ordersAreAcceptedAndTheServiceIsReadyWithoutKafka() {
        // Given
        Order order = client.create(OrderClient.request().build());
        // When
        int readiness = OrderClient.httpStatus("/q/health/ready");
        // Then
        assertThat(order.getId()).isNotEmpty();
        assertThat(readiness).isEqualTo(200);
    }

    @Test
    void withoutDatabaseCallsAreUnavailableAndWithItTheyAreServedAgain() {
        // Given
        postgres.stop();
        // When
        StatusRuntimeException refusal = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> client.create(OrderClient.request().build()));
        // Then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(refusal.getStatus().getDescription())
                .isEqualTo("the database cannot be reached, repeat the call with the same request_id");
        assertThat(OrderClient.httpStatus("/q/health/ready")).isEqualTo(503);
        assertThat(OrderClient.httpStatus("/q/health/live")).isEqualTo(200);
        postgres.restart();
        Awaitility.await()
                .ignoreExceptions()
                .until(() -> client.create(OrderClient.request().build()).hasCreatedAt());
        Awaitility.await().until(() -> OrderClient.httpStatus("/q/health/ready") == 200);
    }

    @Test
    void databaseThatIsNotMigratedYetIsUnavailable() {
        // Given
        try (OrderDatabase database = new OrderDatabase(postgres)) {
            database.execute("ALTER TABLE orders RENAME TO orders_of_later");
            // When
            Status.Code seen = client.refusal(OrderClient.request().build(), PATIENCE);
            // Then
            assertThat(seen).isEqualTo(Status.Code.UNAVAILABLE);
            database.execute("ALTER TABLE orders_of_later RENAME TO orders");
            assertThat(client.create(OrderClient.request().build()).getId()).isNotEmpty();
        }
    }
}
