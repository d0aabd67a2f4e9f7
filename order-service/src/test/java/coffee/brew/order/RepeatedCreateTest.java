package coffee.brew.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.infra.LocalPostgres;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@TestProfile(FewMayWait.class)
class RepeatedCreateTest {
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
    void aRepeatedRequestIsAnsweredWithTheOrderAsFirstCreated() {
        // Given
        CreateRequest request = repeatable().build();
        Order first = client.create(request);
        database.execute("UPDATE orders SET status = 'CANCELLED', version = 2 WHERE id = '" + first.getId() + "'");
        // When
        Order second = client.create(request);
        // Then
        assertThat(second).isEqualTo(first);
        assertThat(database.ordersOf(request.getCustomerId())).isOne();
    }

    @Test
    void aRepetitionMayHaveAnotherTraceId() {
        // Given
        CreateRequest request = repeatable().build();
        Order first = client.create(request);
        // When
        Order second = client.create(request.toBuilder().setTraceId("another").build());
        // Then
        assertThat(second).isEqualTo(first);
    }

    static Stream<UnaryOperator<CreateRequest.Builder>> otherContents() {
        return Stream.of(
                request -> request.setCustomerId("somebody else"),
                request -> request.setAmountCents(1),
                request -> request.setCurrency("USD"),
                request -> request.clearItems(),
                request -> request.addItems(request.getItems(0)));
    }

    @ParameterizedTest
    @MethodSource("otherContents")
    void otherContentUnderAUsedRequestIdIsRefused(UnaryOperator<CreateRequest.Builder> change) {
        // Given
        CreateRequest request = repeatable().build();
        Order first = client.create(request);
        // When
        StatusRuntimeException refusal = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> client.create(change.apply(request.toBuilder()).build()));
        // Then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
        assertThat(refusal.getStatus().getDescription())
                .isEqualTo("request_id was used before, for an order with other content");
        assertThat(client.create(request)).isEqualTo(first);
    }

    @Test
    void tenantsHaveRequestIdsOfTheirOwn() {
        // Given
        CreateRequest request = repeatable().build();
        Order first = client.create(request);
        // When
        Order second = client.create(request.toBuilder().setTenantId("tenant-b").build());
        // Then
        assertThat(second.getId()).isNotEqualTo(first.getId());
    }

    @Test
    void callsWithoutRequestIdAreOrdersOfTheirOwn() {
        // Given
        CreateRequest request = OrderClient.request().build();
        Order first = client.create(request);
        // When
        Order second = client.create(request);
        // Then
        assertThat(second.getId()).isNotEqualTo(first.getId());
    }

    @RepeatedTest(20)
    void twentyRacingRequestsHaveOneOrderAndOneAnswer() {
        // Given
        CreateRequest request = repeatable().build();
        // When
        List<CompletableFuture<Order>> calls = IntStream.range(0, 20)
                .mapToObj(i -> client.createAsync(request))
                .toList();
        // Then
        assertThat(calls.stream().map(RepeatedCreateTest::answer).distinct()).hasSize(1);
        assertThat(database.ordersOf(request.getCustomerId())).isOne();
    }

    @RepeatedTest(5)
    void ofRacingRequestsWithTwoContentsOneWins() {
        // Given
        CreateRequest one = repeatable().build();
        CreateRequest other = one.toBuilder().setAmountCents(1).build();
        // When
        List<CompletableFuture<Order>> calls = IntStream.range(0, 20)
                .mapToObj(i -> client.createAsync(i % 2 == 0 ? one : other))
                .toList();
        // Then
        Map<Boolean, List<CompletableFuture<Order>>> byRefusal =
                calls.stream().collect(Collectors.partitioningBy(RepeatedCreateTest::isRefused));
        assertThat(byRefusal.get(true)).hasSize(10);
        assertThat(byRefusal.getOrDefault(false, List.of()).stream()
                        .map(RepeatedCreateTest::answer)
                        .distinct())
                .hasSize(1);
        assertThat(database.ordersOf(one.getCustomerId())).isOne();
    }

    private static boolean isRefused(CompletableFuture<Order> call) {
        Throwable failure = call.handle((order, thrown) -> thrown)
                .orTimeout(OrderClient.DEADLINE_SECONDS, TimeUnit.SECONDS)
                .join();
        return failure != null && Status.fromThrowable(failure).getCode() == Status.Code.ALREADY_EXISTS;
    }

    private static Order answer(CompletableFuture<Order> call) {
        return call.orTimeout(OrderClient.DEADLINE_SECONDS, TimeUnit.SECONDS).join();
    }

    private static CreateRequest.Builder repeatable() {
        return OrderClient.request().setRequestId(UUID.randomUUID().toString());
    }
}
