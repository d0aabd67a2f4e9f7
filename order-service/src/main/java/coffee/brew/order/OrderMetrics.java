package coffee.brew.order;

import coffee.brew.order.OrderErrors.Reason;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/** What an operator sees of the write side. */
@ApplicationScoped
class OrderMetrics {
    private static final Duration[] BUCKETS = Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final MeterProvider<Timer> create;
    private final MeterProvider<Counter> refused;
    private final DistributionSummary statementOrders;

    OrderMetrics(MeterRegistry registry) {
        this.registry = registry;
        create = Timer.builder("brew.order.create")
                .description("Create calls, from the request's arrival to its answer")
                .serviceLevelObjectives(BUCKETS)
                .withRegistry(registry);
        refused = Counter.builder("brew.order.refused")
                .description("Create calls that wrote nothing")
                .withRegistry(registry);
        statementOrders = DistributionSummary.builder("brew.order.statement.orders")
                .description("Orders that one statement writes")
                .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64)
                .register(registry);
    }

    void answered(long startNanos, Status.Code status) {
        create.withTag("status", status.name()).record(Duration.ofNanos(System.nanoTime() - startNanos));
    }

    void invalid() {
        refused.withTag("reason", "invalid").increment();
    }

    void refused(Reason reason) {
        refused.withTag("reason", reason.name().toLowerCase(Locale.ROOT)).increment();
    }

    void waiting(PlacementQueue queue) {
        Gauge.builder("brew.order.waiting", queue, PlacementQueue::size)
                .description("Orders that wait for a statement")
                .register(registry);
    }

    void statement(int orders) {
        statementOrders.record(orders);
    }
}
