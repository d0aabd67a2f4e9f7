package coffee.brew.query;

import static coffee.brew.query.OrderTopic.created;
import static coffee.brew.query.OrderTopic.order;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import coffee.brew.contract.EventTypes;
import coffee.brew.contract.orders.v1.Order;
import com.google.rpc.BadRequest.FieldViolation;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was packaged, be it a jar or a native executable, seen from outside. */
@QuarkusIntegrationTest
@WithTestResource(
        value = ServersWithHistory.class,
        initArgs = {
            @ResourceArg(name = "database", value = "brew_query"),
            @ResourceArg(name = "topics", value = "brew.orders.v1:6,brew.orders.v1.order-query.dlt:1")
        })
class QueryServiceIT {
    private QueryClient client;

    @BeforeEach
    void open() {
        client = new QueryClient();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void ordersAreReadAndGarbageGoesToTheDeadLetterTopic() {
        // Given
        UUID orderId = UUID.randomUUID();
        byte[] garbage = ("garbage " + orderId).getBytes(UTF_8);
        try (OrderTopic topic = new OrderTopic()) {
            // When
            topic.send(OrderTopic.event(orderId, EventTypes.ORDER_CREATED, 1, garbage));
            topic.send(created(order(orderId).build()));
        }
        // Then
        Order found = client.get(orderId, 1);
        assertThat(found.getItemsCount()).isEqualTo(2);
        assertThat(client.get(ServersWithHistory.EARLIER_ORDER, 1).getVersion()).isOne();
        DeadLetters.awaitOne("order-query", garbage);
    }

    @Test
    void allViolationsAreNamedAtOnce() throws Exception {
        // When
        StatusRuntimeException refusal = client.refusal("", -1, QueryClient.TIMEOUT);
        // Then
        assertThat(QueryClient.violations(refusal))
                .extracting(FieldViolation::getField, FieldViolation::getDescription)
                .containsExactly(tuple("id", "id is required"), tuple("min_version", "min_version must be >= 0"));
    }
}
