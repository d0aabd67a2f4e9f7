package coffee.brew.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.infra.LocalPostgres;
import coffee.brew.outbox.Backlog;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Kafka is never there in this test. */
@QuarkusTest
@WithTestResource(OwnPostgresTestResource.class)
class BacklogLimitTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @SuppressWarnings("NullAway.Init") // the test resource injects it
    private LocalPostgres postgres;

    @Inject
    Backlog backlog;

    @Inject
    OrderConfig config;

    @Test
    void ordersAreRefusedWhileEventsWaitTooLong() {
        // Given
        CreateRequest request = OrderClient.request().build();
        try (OrderClient client = OrderClient.ofApplication();
                OrderDatabase database = new OrderDatabase(postgres)) {
            client.create(request);
            // When
            StatusRuntimeException refusal = Awaitility.await()
                    .until(
                            () -> catchThrowableOfType(StatusRuntimeException.class, () -> client.create(request)),
                            thrown -> thrown != null);
            // Then
            assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(refusal.getStatus().getDescription())
                    .isEqualTo("events wait too long to be published, try again later");
            assertThat(database.ordersOf(request.getCustomerId()))
                    .isEqualTo(database.count("SELECT count(*) FROM outbox"));
            database.execute("DELETE FROM outbox");
            Awaitility.await().ignoreExceptions().until(() -> client.create(request)
                    .hasCreatedAt());
        }
    }

    @Test
    void anOrderThatWasAcceptedBeforeKeepsItsAnswerWhileOthersAreRefused() {
        // Given
        CreateRequest accepted =
                OrderClient.request().setRequestId(UUID.randomUUID().toString()).build();
        try (OrderClient client = OrderClient.ofApplication();
                OrderDatabase database = new OrderDatabase(postgres)) {
            Order first = client.create(accepted);
            Awaitility.await().until(() -> codeOf(client) == Status.Code.RESOURCE_EXHAUSTED);
            // When
            Order again = client.create(accepted);
            // Then
            assertThat(again).isEqualTo(first);
            assertThat(codeOf(client)).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            database.execute("DELETE FROM outbox");
            Awaitility.await().until(() -> codeOf(client) == Status.Code.OK);
        }
    }

    @Test
    void anAbsentDatabaseIsNotTakenForEventsThatWait() {
        try (OrderClient client = OrderClient.ofApplication()) {
            // Given
            Awaitility.await().atMost(PATIENCE).until(() -> databaseGoesAwayBeforeEventsAreOld(client));
            Awaitility.await().until(() -> backlog.oldestAge().compareTo(config.backlogAgeMax()) > 0);
            // When
            Status.Code refusal = codeOf(client);
            // Then
            assertThat(refusal).isEqualTo(Status.Code.UNAVAILABLE);
            beginAnew();
        }
    }

    /** False when this machine was too slow for it, and then it can be tried again. */
    private boolean databaseGoesAwayBeforeEventsAreOld(OrderClient client) {
        beginAnew();
        Awaitility.await().until(() -> codeOf(client) == Status.Code.OK);
        Awaitility.await().until(() -> !backlog.oldestAge().isZero());
        postgres.kill();
        return codeOf(client) == Status.Code.UNAVAILABLE;
    }

    private void beginAnew() {
        postgres.restart();
        OwnPostgresTestResource.forgetEvents(postgres, backlog);
    }

    private static Status.Code codeOf(OrderClient client) {
        StatusRuntimeException refusal = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> client.create(OrderClient.request().build()));
        return refusal == null ? Status.Code.OK : refusal.getStatus().getCode();
    }
}
