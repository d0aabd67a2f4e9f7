package coffee.brew.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.infra.LocalPostgres;
import coffee.brew.outbox.Backlog;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database commits and its reply is lost, or it is gone without a word. Kafka is never there in this test. */
@QuarkusTest
@WithTestResource(OwnPostgresTestResource.class)
class LostReplyTest {
    @SuppressWarnings("NullAway.Init") // the test resource injects it
    private CuttingProxy proxy;

    @SuppressWarnings("NullAway.Init") // the test resource injects it
    private LocalPostgres postgres;

    @Inject
    Backlog backlog;

    @Inject
    Pool pool;

    @ConfigProperty(name = "quarkus.datasource.reactive.max-size")
    int connectionsMax;

    private OrderClient client;
    private OrderDatabase database;
    private int cutsBefore;

    @BeforeEach
    void connect() {
        OwnPostgresTestResource.forgetEvents(postgres, backlog);
        client = OrderClient.ofApplication();
        database = new OrderDatabase(postgres);
        cutsBefore = proxy.cuts();
    }

    @AfterEach
    void disconnect() {
        proxy.heal();
        client.close();
        database.close();
    }

    @Test
    void aCommittedOrderIsAnsweredAlthoughTheReplyOfTheDatabaseIsLost() {
        // Given
        CreateRequest request = OrderClient.request().build();
        proxy.cutAfter(request.getCustomerId());
        // When
        Order order = client.create(request);
        // Then
        assertThat(proxy.cuts()).isEqualTo(cutsBefore + 1);
        assertThat(database.text("SELECT id FROM orders WHERE customer_id = ?", request.getCustomerId()))
                .isEqualTo(order.getId());
    }

    @Test
    void aCommittedRepeatableOrderIsAnsweredTheSameLater() {
        // Given
        CreateRequest request = repeatable();
        proxy.cutAfter(request.getCustomerId());
        // When
        Order order = client.create(request);
        // Then
        assertThat(proxy.cuts()).isEqualTo(cutsBefore + 1);
        assertThat(client.create(request)).isEqualTo(order);
        assertThat(database.ordersOf(request.getCustomerId())).isOne();
    }

    @Test
    void anOutcomeThatCannotBeFoundOutIsUnavailableUntilTheCallerRepeats() throws InvalidProtocolBufferException {
        // Given
        CreateRequest request = repeatable();
        proxy.cutForGoodAfter(request.getCustomerId());
        // When
        StatusRuntimeException refusal =
                catchThrowableOfType(StatusRuntimeException.class, () -> client.create(request));
        // Then
        assertThat(proxy.cuts()).isEqualTo(cutsBefore + 1);
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(refusal.getStatus().getDescription())
                .isEqualTo("the database cannot be reached, repeat the call with the same request_id");
        assertThat(OrderClient.details(refusal)
                        .getDetails(0)
                        .unpack(RetryInfo.class)
                        .hasRetryDelay())
                .isTrue();
        assertThat(database.ordersOf(request.getCustomerId())).isOne();
        proxy.heal();
        Order order = Awaitility.await().ignoreExceptions().until(() -> client.create(request), Order::hasCreatedAt);
        assertThat(database.text("SELECT id FROM orders WHERE customer_id = ?", request.getCustomerId()))
                .isEqualTo(order.getId());
    }

    @Test
    void aDatabaseThatIsGoneWithoutAWordIsNoticed() {
        // Given
        occupyAllConnections();
        proxy.fallSilent();
        // When
        Order order = client.create(OrderClient.request().build());
        // Then
        assertThat(proxy.unheard()).isPositive();
        assertThat(database.count("SELECT count(*) FROM orders WHERE id = ?::uuid", order.getId()))
                .isOne();
    }

    /** So that the pool has as many connections as it may, and none is made after the silence began. */
    private void occupyAllConnections() {
        Uni.join()
                .all(Stream.generate(() -> pool.query("SELECT pg_sleep(0.3)").execute())
                        .limit(connectionsMax)
                        .toList())
                .andFailFast()
                .await()
                .atMost(Duration.ofSeconds(OrderClient.DEADLINE_SECONDS));
    }

    private static CreateRequest repeatable() {
        return OrderClient.request().setRequestId(UUID.randomUUID().toString()).build();
    }
}
