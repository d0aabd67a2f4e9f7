package coffee.brew.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.CreateResponse;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.contract.orders.v1.OrderServiceGrpc;
import coffee.brew.sandbox.check.Facts;
import coffee.brew.sandbox.check.PlacedOrder;
import coffee.brew.sandbox.stack.Node;
import coffee.brew.sandbox.stack.Service;
import coffee.brew.system.OtlpReceiver.Exported;
import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One order, one trace: over processes that do not live at the same time. */
class TracesIT {
    private static final String CALLER = "00f067aa0ba902b7";
    private static final Metadata.Key<String> TRACEPARENT =
            Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

    @RegisterExtension
    final Brew brew = new Brew();

    @Test
    void traceLeadsFromTheCallThroughTheRelayOfAnotherNodeToEveryEffect() throws Exception {
        // Given: the one that takes the order will never send it, and the one that sends it does not run yet
        brew.settle();
        brew.node("order-1").stop();
        brew.node("order-2").stop();
        Node acceptor = brew.node("order-3");
        acceptor.launch(Map.of("BREW_OUTBOX_RELAY_ENABLED", "false"));
        acceptor.awaitReady();
        String traceId = UUID.randomUUID().toString().replace("-", "");
        // When
        long callHeldNanos = place(acceptor, traceId);
        acceptor.stop();
        long effectHeldNanos = relay("order-1");
        // Then
        await("the spans of the trace")
                .atMost(Brew.TIMEOUT)
                .untilAsserted(
                        () -> assertLeadsToEveryEffect(brew.spans().trace(traceId), callHeldNanos, effectHeldNanos));
    }

    /** A slow machine makes the relay send the event again; then the services meet it again, and pass over it. */
    private static void assertLeadsToEveryEffect(List<Exported> trace, long callHeldNanos, long effectHeldNanos) {
        Map<SpanKind, List<Exported>> byKind = trace.stream().collect(Collectors.groupingBy(Exported::kind));
        assertThat(byKind)
                .containsOnlyKeys(SpanKind.SPAN_KIND_SERVER, SpanKind.SPAN_KIND_PRODUCER, SpanKind.SPAN_KIND_CONSUMER);
        List<Exported> publishes = byKind.getOrDefault(SpanKind.SPAN_KIND_PRODUCER, List.of());
        List<Exported> arrivals = byKind.getOrDefault(SpanKind.SPAN_KIND_CONSUMER, List.of());
        assertThat(byKind.get(SpanKind.SPAN_KIND_SERVER)).singleElement().satisfies(call -> {
            assertThat(call)
                    .returns("orders.v1.OrderService/Create", Exported::name)
                    .returns("order-3", Exported::node)
                    .returns(CALLER, Exported::parentId);
            assertThat(call.endNanos()).as("the end of the call").isGreaterThan(callHeldNanos);
            assertThat(publishes).allSatisfy(publish -> assertThat(publish)
                    .returns("brew.orders.v1 publish", Exported::name)
                    .returns("order-1", Exported::node)
                    .returns(call.spanId(), Exported::parentId));
        });
        assertThat(arrivals).allSatisfy(arrival -> {
            assertThat(arrival.name()).isEqualTo("brew.orders.v1 process");
            assertThat(publishes).extracting(Exported::spanId).contains(arrival.parentId());
        });
        List<Exported> effects = arrivals.stream()
                .filter(arrival -> "applied".equals(arrival.attributes().get("brew.inbox.outcome")))
                .toList();
        assertThat(effects)
                .extracting(Exported::service)
                .containsExactlyInAnyOrder("inventory-service", "notification-service", "query-service");
        assertThat(effects)
                .filteredOn(effect -> effect.service().equals("inventory-service"))
                .allMatch(effect -> effect.endNanos() > effectHeldNanos);
    }

    /** Holds the call before its statement; returns a time at which it was held. */
    private long place(Node acceptor, String traceId) throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forTarget(acceptor.grpcAddress())
                .usePlaintext()
                .build();
        Metadata metadata = new Metadata();
        metadata.put(TRACEPARENT, "00-" + traceId + "-" + CALLER + "-01");
        CreateRequest request = CreateRequest.newBuilder()
                .setRequestId(traceId)
                .setCustomerId("cus-traced")
                .setAmountCents(2_599)
                .setCurrency("EUR")
                .build();
        try (Barrier barrier = Barrier.before("INSERT", "orders", brew.asOwner(Service.ORDER))) {
            ListenableFuture<CreateResponse> call = OrderServiceGrpc.newFutureStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
                    .create(request);
            barrier.awaitSomebody();
            long heldNanos = nowNanos();
            barrier.open();
            Order order = call.get(Brew.TIMEOUT.toSeconds(), TimeUnit.SECONDS).getOrder();
            Facts facts = new Facts(order.getCustomerId(), order.getAmountCents(), order.getCurrency(), "");
            brew.remember(List.of(new PlacedOrder(order.getId(), facts)));
            return heldNanos;
        } finally {
            channel.shutdownNow();
        }
    }

    /** Holds the reservation; returns a time at which it was held. */
    private long relay(String node) throws SQLException {
        try (Barrier barrier = Barrier.before("INSERT", "inventory_reservations", brew.asOwner(Service.INVENTORY))) {
            brew.node(node).start();
            barrier.awaitSomebody();
            return nowNanos();
        }
    }

    private static long nowNanos() {
        return ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now());
    }
}
