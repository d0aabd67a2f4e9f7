package coffee.brew.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.infra.LocalPostgres;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Kafka is never there in this test. */
@QuarkusTest
@TestProfile(BacklogLimitTest.LittlePatience.class)
@WithTestResource(OwnPostgresTestResource.class)
class BacklogLimitTest {
    @SuppressWarnings("NullAway.Init") // the test resource injects it
    private LocalPostgres postgres;

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

    public static final class LittlePatience implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("brew.order.backlog-age-max", "1s", "brew.outbox.sample-interval", "100ms");
        }
    }
}
