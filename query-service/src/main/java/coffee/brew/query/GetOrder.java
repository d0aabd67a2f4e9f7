package coffee.brew.query;

import coffee.brew.contract.orders.v1.Order;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * Reads one order, and waits for it where the caller knows its version. The wait polls the view: whichever replica
 * projects the order, its row is where the news arrives.
 */
@ApplicationScoped
class GetOrder {
    private final OrderViewRepository view;
    private final Pool pool;
    private final Vertx vertx;
    private final QueryConfig config;
    private final Semaphore calls;
    private final Semaphore waitingCalls;

    GetOrder(OrderViewRepository view, Pool pool, Vertx vertx, QueryConfig config) {
        this.view = view;
        this.pool = pool;
        this.vertx = vertx;
        this.config = config;
        this.calls = new Semaphore(config.callsMax());
        this.waitingCalls = new Semaphore(config.waitingCallsMax());
    }

    /**
     * The order in at least the given version; empty when it is not there by the end.
     *
     * @param minVersion 0: does not wait
     * @param timeMax the call ends after this, or after the configured limit if that is shorter
     */
    Uni<Optional<Order>> handle(UUID orderId, long minVersion, Duration timeMax) {
        Duration limit = timeMax.compareTo(config.callTimeMax()) < 0 ? timeMax : config.callTimeMax();
        long endNanos = System.nanoTime() + limit.toNanos();
        Uni<Optional<Order>> reading = find(orderId, minVersion, limit)
                .chain(order -> order.isPresent() || minVersion == 0
                        ? Uni.createFrom().item(order)
                        : waitFor(orderId, minVersion, Duration.ofNanos(endNanos - System.nanoTime())));
        return limited(calls, "too many calls", reading);
    }

    private Uni<Optional<Order>> waitFor(UUID orderId, long minVersion, Duration timeLeft) {
        if (timeLeft.compareTo(config.pollIntervalMin()) < 0) {
            return Uni.createFrom().item(Optional.empty());
        }
        Uni<Optional<Order>> polling = poll(orderId, minVersion, config.pollIntervalMin())
                .ifNoItem()
                .after(timeLeft)
                .recoverWithItem(Optional.empty());
        return limited(waitingCalls, "too many calls wait for min_version", polling);
    }

    private Uni<Optional<Order>> poll(UUID orderId, long minVersion, Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        Duration next = doubled.compareTo(config.pollIntervalMax()) < 0 ? doubled : config.pollIntervalMax();
        return pause(pause)
                .chain(() -> find(orderId, minVersion, config.callTimeMax()))
                .chain(order -> order.isPresent() ? Uni.createFrom().item(order) : poll(orderId, minVersion, next));
    }

    private Uni<Optional<Order>> find(UUID orderId, long minVersion, Duration timeMax) {
        return view.find(pool, orderId, timeMax).map(found -> found.filter(order -> order.getVersion() >= minVersion));
    }

    /** A timer of the caller's context, so that the answer comes from the thread that its connection belongs to. */
    private Uni<Void> pause(Duration pause) {
        return Uni.createFrom().emitter(timer -> vertx.setTimer(pause.toMillis(), id -> timer.complete(null)));
    }

    private static <T> Uni<T> limited(Semaphore permits, String refusal, Uni<T> work) {
        return Uni.createFrom()
                .deferred(() -> permits.tryAcquire()
                        ? work.onTermination().invoke(() -> permits.release())
                        : Uni.createFrom().failure(new OverloadException(refusal)));
    }
}
