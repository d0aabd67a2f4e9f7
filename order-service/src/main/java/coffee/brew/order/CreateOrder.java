package coffee.brew.order;

import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.order.CallerInterceptor.Caller;
import coffee.brew.order.OrderErrors.Reason;
import coffee.brew.order.OrderErrors.RefusedException;
import coffee.brew.order.OrderRepository.FirstOrder;
import coffee.brew.order.PlacementQueue.Placement;
import coffee.brew.outbox.Backlog;
import coffee.brew.outbox.Outbox;
import com.github.f4b6a3.uuid.UuidCreator;
import io.quarkus.arc.DefaultBean;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Places orders, many in one statement. That statement is the transaction: orders, items and events, or nothing.
 *
 * <ol>
 *   <li>A statement whose connection is lost is run again with the same ids, for about a second: what the first run
 *       committed is found, not doubled.
 *   <li>A statement that the database refuses is run again order by order, so that one bad order fails alone.
 *   <li>An order that was not written is answered with the one that stands in its place.
 * </ol>
 */
@ApplicationScoped
class CreateOrder {
    /** Two statements with the same requests take their keys in the same order, or each would wait for the other. */
    private static final Comparator<Placement> KEY_ORDER = Comparator.comparing(
                    (Placement placement) -> placement.order().order().getTenantId())
            .thenComparing(placement -> placement.order().requestId())
            .thenComparing(placement -> placement.order().id());

    /** About 1.3 s in all: a server that crashed is often back by then. */
    private static final Duration FIND_OUT_DELAY_MIN = Duration.ofMillis(50);

    private static final Duration FIND_OUT_DELAY_MAX = Duration.ofMillis(500);
    private static final int FIND_OUT_RETRIES_MAX = 5;

    private final Pool pool;
    private final OrderRepository orders;
    private final Outbox outbox;
    private final Backlog backlog;
    private final OrderConfig config;
    private final OrderMetrics metrics;
    private final Clock clock;
    private final PlacementQueue queue;

    /** What is known of the backlog is then as old as the outage; the statement itself has the better answer. */
    private volatile boolean databaseAway;

    CreateOrder(
            Pool pool,
            OrderRepository orders,
            Outbox outbox,
            Backlog backlog,
            OrderConfig config,
            OrderMetrics metrics,
            Clock clock,
            Vertx vertx) {
        this.pool = pool;
        this.orders = orders;
        this.outbox = outbox;
        this.backlog = backlog;
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
        this.queue = new PlacementQueue(config, vertx, this::place);
        metrics.waiting(queue);
    }

    @Produces
    @Singleton
    @DefaultBean
    static Clock clock() {
        return Clock.systemUTC();
    }

    /**
     * Returns the order once it is durable: the first one again when its request was seen before.
     *
     * @param isAbandoned whether nobody waits for the answer any more: then an order that is not begun is not placed
     */
    Uni<Order> handle(CreateRequest request, Caller caller, BooleanSupplier isAbandoned) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        Instant createdAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return submit(NewOrder.of(request, caller, id, createdAt), isAbandoned)
                .onFailure(RefusedException.class)
                .invoke(failure -> metrics.refused(failure.reason));
    }

    private Uni<Order> submit(NewOrder order, BooleanSupplier isAbandoned) {
        return databaseAway || backlog.oldestAge().compareTo(config.backlogAgeMax()) <= 0
                ? queue.submit(order, isAbandoned)
                : firstOrRefusal(order);
    }

    /** However old the backlog, what was accepted before keeps its answer. */
    private Uni<Order> firstOrRefusal(NewOrder order) {
        RefusedException refusal = new RefusedException(Reason.BACKLOG_TOO_OLD);
        if (!order.isRepeatable()) {
            return Uni.createFrom().failure(refusal);
        }
        return orders.findFirst(pool, List.of(order))
                .ifNoItem()
                .after(config.statementTimeout())
                .fail()
                .map(found -> {
                    if (found.isEmpty()) {
                        throw refusal;
                    }
                    return firstOf(order, found);
                });
    }

    private Uni<Void> place(List<Placement> batch) {
        batch.sort(KEY_ORDER);
        metrics.statement(batch.size());
        return attemptUntilKnown(batch)
                .onFailure(failure -> batch.size() > 1 && !OrderErrors.isDatabaseTrouble(failure))
                .recoverWithUni(() -> placeOneByOne(batch))
                .invoke(() -> databaseAway = false)
                .onFailure(OrderErrors::isDatabaseTrouble)
                .invoke(failure -> {
                    databaseAway = true;
                    Log.warnf("orders not written orders=%d cause=%s", batch.size(), failure);
                });
    }

    private Uni<Void> placeOneByOne(List<Placement> batch) {
        return Multi.createFrom()
                .iterable(batch)
                .onItem()
                .transformToUniAndConcatenate(this::placeAlone)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> placeAlone(Placement placement) {
        return attemptUntilKnown(List.of(placement))
                .onFailure()
                .invoke(placement.answer()::completeExceptionally)
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> attemptUntilKnown(List<Placement> batch) {
        return attempt(batch).onFailure(OrderErrors::isOutcomeUnknown).recoverWithUni(() -> attempt(batch)
                .onFailure(OrderErrors::isDatabaseTrouble)
                .retry()
                .withBackOff(FIND_OUT_DELAY_MIN, FIND_OUT_DELAY_MAX)
                .atMost(FIND_OUT_RETRIES_MAX));
    }

    private Uni<Void> attempt(List<Placement> batch) {
        return orders.insert(pool, ordersOf(batch))
                .invoke(outbox::wake)
                .chain(written -> answer(batch, written))
                .ifNoItem()
                .after(config.statementTimeout())
                .fail();
    }

    private Uni<Void> answer(List<Placement> batch, Set<UUID> written) {
        List<Placement> others = new ArrayList<>();
        for (Placement placement : batch) {
            if (written.contains(placement.order().id())) {
                placement.answer().complete(placement.order().order());
            } else {
                others.add(placement);
            }
        }
        return others.isEmpty()
                ? Uni.createFrom().voidItem()
                : orders.findFirst(pool, ordersOf(others))
                        .invoke(found -> others.forEach(placement -> answerWithFirst(placement, found)))
                        .replaceWithVoid();
    }

    private static void answerWithFirst(Placement placement, Map<UUID, FirstOrder> found) {
        try {
            placement.answer().complete(firstOf(placement.order(), found));
        } catch (RuntimeException e) {
            placement.answer().completeExceptionally(e);
        }
    }

    private static Order firstOf(NewOrder order, Map<UUID, FirstOrder> found) {
        FirstOrder first = found.get(order.id());
        if (first == null) {
            throw new IllegalStateException("neither written nor found: " + order.id());
        }
        if (!first.isOf(order)) {
            throw new RefusedException(Reason.REQUEST_ID_REUSED);
        }
        return order.asFirstCreated(first.id(), first.createdAt());
    }

    private static List<NewOrder> ordersOf(List<Placement> batch) {
        return batch.stream().map(Placement::order).toList();
    }
}
