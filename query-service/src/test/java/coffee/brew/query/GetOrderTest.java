package coffee.brew.query;

import static org.assertj.core.api.Assertions.assertThatCode;

import coffee.brew.calls.CurrentCall;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Calls that nearly nothing is left of. */
@QuarkusTest
@WithTestResource(
        value = ServersWithHistory.class,
        initArgs = {
            @ResourceArg(name = "database", value = "brew_query"),
            @ResourceArg(name = "topics", value = "brew.orders.v1:6,brew.orders.v1.order-query.dlt:1")
        })
class GetOrderTest {
    @Inject
    OrderViewRepository view;

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Test
    void callThatLessThanAMillisecondIsLeftOfEndsAndGivesItsPlaceBack() {
        // Given
        GetOrder getOrder = new GetOrder(view, pool, vertx, new OneShortCall());
        for (int call = 1; call <= 3; call++) {
            // When
            UUID nobodysOrder = UUID.randomUUID();
            // Then
            assertThatCode(() -> onEventLoop(getOrder.handle(nobodysOrder, 1, CurrentCall.get()))
                            .await()
                            .atMost(QueryClient.TIMEOUT))
                    .as("call %d", call)
                    .doesNotThrowAnyException();
        }
    }

    /** Where calls are served: there, timers are Vert.x's. */
    private <T> Uni<T> onEventLoop(Uni<T> call) {
        return Uni.createFrom()
                .emitter(
                        answer -> vertx.runOnContext(ignored -> call.subscribe().with(answer::complete, answer::fail)));
    }

    /** As the end of any call is, once it has waited. */
    private static final class OneShortCall implements QueryConfig {
        @Override
        public Duration callTimeMax() {
            return Duration.ofMillis(1);
        }

        @Override
        public int callsMax() {
            return 1;
        }

        @Override
        public int waitingCallsMax() {
            return 1;
        }

        @Override
        public Duration pollIntervalMin() {
            return Duration.ofMillis(5);
        }

        @Override
        public Duration pollIntervalMax() {
            return Duration.ofMillis(50);
        }
    }
}
