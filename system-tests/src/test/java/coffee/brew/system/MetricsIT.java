package coffee.brew.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.sandbox.client.OrderClient;
import coffee.brew.sandbox.stack.Node;
import coffee.brew.sandbox.stack.Service;
import coffee.brew.system.metrics.Exposition;
import coffee.brew.system.metrics.MetricFamily;
import coffee.brew.system.metrics.MetricsPage;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What running services show at their metrics path is what docs/metrics.md says: no more, no less. */
class MetricsIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @RegisterExtension
    final Brew brew = new Brew();

    @Test
    void everyServiceShowsExactlyTheMetricsOfThePage() {
        // Given
        MetricsPage page = new MetricsPage();
        // When: everything that can be counted has happened once
        Order order = Traffic.place(brew, 1).get(0);
        try (EventWriter writer = new EventWriter(brew.database(Service.ORDER))) {
            writer.note(order);
        }
        brew.settle();
        refuseACall();
        read(order);
        // Then
        for (Service service : Service.values()) {
            await(service.module() + " shows what docs/metrics.md says")
                    .atMost(Brew.TIMEOUT)
                    .untilAsserted(() ->
                            assertThat(shown(service)).containsExactlyInAnyOrderElementsOf(page.of(service.prefix())));
        }
    }

    /** By the nodes of a service together: not every one meets everything. */
    private Set<MetricFamily> shown(Service service) throws IOException, InterruptedException {
        Set<MetricFamily> families = new HashSet<>();
        for (Node node : brew.runningNodes()) {
            if (node.kind().service().filter(service::equals).isPresent()) {
                families.addAll(Exposition.families(metrics(node)));
            }
        }
        return families;
    }

    private void refuseACall() {
        try (OrderClient client = new OrderClient(List.of(brew.node("order-1").grpcAddress()))) {
            assertThatThrownBy(() -> client.create(0, CreateRequest.getDefaultInstance()))
                    .isInstanceOf(StatusRuntimeException.class);
        }
    }

    private void read(Order order) {
        try (OrderClient client = new OrderClient(List.of(brew.node("query-1").grpcAddress()))) {
            assertThat(client.get(order.getId(), 1, Brew.TIMEOUT).getId()).isEqualTo(order.getId());
        }
    }

    private static String metrics(Node node) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.httpAddress() + "/q/metrics"))
                .header("Accept", "text/plain")
                .build();
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }
}
