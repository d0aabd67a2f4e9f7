package coffee.brew.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.sandbox.check.Facts;
import coffee.brew.sandbox.check.PlacedOrder;
import coffee.brew.sandbox.client.OrderClient;
import coffee.brew.sandbox.stack.Database;
import coffee.brew.sandbox.stack.Node;
import coffee.brew.sandbox.stack.Service;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What production logs look like: JSON, here at DEBUG, of services that have been through all that was before. */
class LogsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    final Brew brew = new Brew();

    @Test
    void everyLineIsJsonAndThoseOfAnOrderCarryItsTraceAndNothingOfItsCustomer() throws IOException {
        // Given
        brew.settle();
        Map<Node, Long> begins = new HashMap<>();
        for (Node node : brew.runningNodes()) {
            begins.put(node, Files.size(node.log()));
        }
        String canary = "canary-" + UUID.randomUUID();
        String traceId = "trace-" + UUID.randomUUID().toString().substring(0, 8);
        // When
        Order order = place(canary, traceId);
        brew.settle();
        // Then
        await("every service says something of the order").atMost(Brew.TIMEOUT).untilAsserted(() -> assertThat(
                        linesSince(begins).stream()
                                .filter(line -> line.toString().contains(order.getId()))
                                .map(line -> line.at("/loggerName").asText().split("\\.", -1)[2])
                                .distinct())
                .contains("order", "inbox", "inventory", "notification", "query"));
        List<JsonNode> lines = linesSince(begins);
        assertThat(lines).allSatisfy(line -> assertThat(line.hasNonNull("timestamp")
                        && line.hasNonNull("level")
                        && line.hasNonNull("loggerName")
                        && line.hasNonNull("message"))
                .as(line.toString())
                .isTrue());
        assertThat(lines)
                .filteredOn(line -> line.toString().contains(order.getId()))
                .allSatisfy(line -> assertThat(line.at("/mdc/trace-id").asText())
                        .as(line.toString())
                        .startsWith(traceId)
                        .doesNotContainPattern("[\\p{Cntrl}\\u2028\\u0085]"));
        for (Node node : begins.keySet()) {
            assertThat(Files.readString(node.log())).as(node.name()).doesNotContain(secretsAnd(canary));
        }
    }

    private Order place(String customerId, String traceId) {
        CreateRequest request = CreateRequest.newBuilder()
                .setRequestId(customerId)
                .setCustomerId(customerId)
                .setAmountCents(2_599)
                .setCurrency("EUR")
                .setTraceId(traceId)
                .setTenantId("tenant-it")
                .build();
        try (OrderClient client = brew.client()) {
            Order order = client.create(0, request);
            brew.remember(List.of(
                    new PlacedOrder(order.getId(), new Facts(customerId, 2_599L, "EUR", request.getTenantId()))));
            return order;
        }
    }

    private String[] secretsAnd(String canary) {
        List<String> all = new ArrayList<>(List.of(canary));
        for (Service service : Service.values()) {
            Database database = brew.database(service);
            all.add(database.ownerPassword());
            all.add(database.password());
        }
        return all.toArray(String[]::new);
    }

    /** Each line parsed; one that is not JSON is a failure. The last may not be whole yet. */
    private static List<JsonNode> linesSince(Map<Node, Long> begins) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (Map.Entry<Node, Long> begin : begins.entrySet()) {
            byte[] log = Files.readAllBytes(begin.getKey().log());
            int from = Math.toIntExact(begin.getValue());
            String text = new String(log, from, log.length - from, StandardCharsets.UTF_8);
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }
}
