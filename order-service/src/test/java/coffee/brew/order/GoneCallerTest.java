package coffee.brew.order;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.infra.LocalPostgres;
import io.grpc.Status;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers give up while the database is held up, and others do not. */
@QuarkusTest
@TestProfile(FewMayWait.class)
class GoneCallerTest {
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final int STATEMENTS_IN_FLIGHT = 2;

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
    void lateAnswerHarmsNoOtherCallOfTheConnection() {
        // Given
        String connection = client.connection();
        CreateRequest request = OrderClient.request().build();
        database.holdUpOrders();
        Status.Code seen = client.refusal(request, SHORT);
        // When
        database.execute("COMMIT");
        Awaitility.await().until(() -> database.ordersOf(request.getCustomerId()) == 1);
        // Then
        assertThat(seen).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(Stream.generate(client::connection).limit(5)).containsOnly(connection);
    }

    @Test
    void orderThatIsNotBegunWhenItsCallerGoesIsNotPlaced() {
        // Given
        database.holdUpOrders();
        List<CompletableFuture<Order>> begun = new ArrayList<>();
        while (begun.size() < STATEMENTS_IN_FLIGHT) {
            begun.add(client.createAsync(OrderClient.request().build()));
            Awaitility.await().until(() -> database.statementsHeldUp() == begun.size());
        }
        CreateRequest given = OrderClient.request().build();
        // When
        Status.Code seen = client.refusal(given, SHORT);
        database.execute("COMMIT");
        // Then
        assertThat(seen).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(begun).allSatisfy(answer -> assertThat(answer.join().getId()).isNotEmpty());
        // Statements take what waits in its order.
        assertThat(client.create(OrderClient.request().build()).getId()).isNotEmpty();
        assertThat(database.ordersOf(given.getCustomerId())).isZero();
    }
}
