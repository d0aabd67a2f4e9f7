package coffee.brew.order;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.contract.orders.v1.Order;
import coffee.brew.infra.LocalPostgres;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to orders that share a statement. The database is held up until enough of them wait. */
@QuarkusTest
@TestProfile(FewMayWait.class)
class CoalescedCreateTest {
    private static final int STATEMENTS_IN_FLIGHT = 2;

    @Inject
    MeterRegistry registry;

    private final List<CompletableFuture<Order>> held = new ArrayList<>();
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
    void ordersThatWaitAreWrittenByOneStatement() {
        // Given
        holdUpDatabase();
        List<CompletableFuture<Order>> calls = createsThatWait(FewMayWait.WAITING_MAX);
        double statementsBefore = statements();
        // When
        letDatabaseGoOn();
        // Then
        calls.forEach(call -> assertThat(statusOf(call)).isEqualTo(Status.Code.OK));
        assertThat(statements() - statementsBefore).isEqualTo(1);
    }

    @Test
    void oneBadOrderFailsAloneWithANeutralText() {
        // Given
        database.execute("ALTER TABLE orders ADD CONSTRAINT planted CHECK (customer_id <> 'planted')");
        holdUpDatabase();
        CompletableFuture<Order> bad = client.createAsync(
                OrderClient.request().setCustomerId("planted").build());
        awaitWaiting(1);
        List<CompletableFuture<Order>> calls = createsThatWait(FewMayWait.WAITING_MAX - 1);
        // When
        letDatabaseGoOn();
        // Then
        calls.forEach(call -> assertThat(statusOf(call)).isEqualTo(Status.Code.OK));
        assertThat(statusOf(bad)).isEqualTo(Status.Code.INTERNAL);
        assertThat(failureOf(bad).getDescription()).matches("internal error [0-9a-f-]{36}");
        assertThat(database.ordersOf("planted")).isZero();
    }

    @Test
    void moreThanMayWaitAreRefusedAtOnce() {
        // Given
        holdUpDatabase();
        List<CompletableFuture<Order>> calls = createsThatWait(FewMayWait.WAITING_MAX);
        // When
        CompletableFuture<Order> oneMore =
                client.createAsync(OrderClient.request().build());
        // Then
        assertThat(statusOf(oneMore)).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(failureOf(oneMore).getDescription()).isEqualTo("too many calls are waiting, try again later");
        assertThat(calls).noneMatch(CompletableFuture::isDone);
        letDatabaseGoOn();
        calls.forEach(call -> assertThat(statusOf(call)).isEqualTo(Status.Code.OK));
    }

    /** Keeps every statement that writes orders waiting, and all places in flight taken. */
    private void holdUpDatabase() {
        database.holdUpOrders();
        for (int i = 0; i < STATEMENTS_IN_FLIGHT; i++) {
            held.add(client.createAsync(OrderClient.request().build()));
            int blocked = i + 1;
            Awaitility.await().until(() -> database.statementsHeldUp() == blocked);
        }
    }

    private void letDatabaseGoOn() {
        database.execute("COMMIT");
        held.forEach(call -> assertThat(statusOf(call)).isEqualTo(Status.Code.OK));
    }

    private List<CompletableFuture<Order>> createsThatWait(int count) {
        int before = waiting();
        List<CompletableFuture<Order>> calls = Stream.generate(OrderClient::request)
                .limit(count)
                .map(request -> client.createAsync(request.build()))
                .toList();
        awaitWaiting(before + count);
        return calls;
    }

    private void awaitWaiting(int orders) {
        Awaitility.await().until(() -> waiting() == orders);
    }

    private int waiting() {
        return (int) registry.get("brew.order.waiting").gauge().value();
    }

    private double statements() {
        return registry.get("brew.order.statement.orders").summary().count();
    }

    private static Status.Code statusOf(CompletableFuture<Order> call) {
        return failureOf(call).getCode();
    }

    private static Status failureOf(CompletableFuture<Order> call) {
        return call.handle((order, failure) -> failure == null ? Status.OK : Status.fromThrowable(failure))
                .orTimeout(OrderClient.DEADLINE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
