package coffee.brew.query;

import coffee.brew.calls.CurrentCall;
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
    /** Of a timer: what is left of a call may be less. */
    private static final Duration LEAST = Duration.ofMillis(1);

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

    /** The order in at least the given version (0: as it is); empty when it is not there by the end of the call. */
    Uni<Optional<Order>> handle(UUID orderId, long minVersion, CurrentCall call) {
        Deadline end = Deadline.after(shorter(call.timeLeft(), config.callTimeMax()));
        Uni<Optional<Order>> reading = find(orderId, minVersion, end)
                .chain(order -> order.isPresent() || minVersion == 0
                        ? Uni.createFrom().item(order)
                        : limited(
                                waitingCalls,
                                "too many calls wait for min_version",
                                poll(orderId, minVersion, call, end, config.pollIntervalMin())));
        return limited(calls, "too many calls", reading);
    }

    private Uni<Optional<Order>> poll(UUID orderId, long minVersion, CurrentCall call, Deadline end, Duration pause) {
        if (call.isAbandoned() || end.left().compareTo(pause) < 0) {
            return Uni.createFrom().item(Optional.empty());
        }
        Duration next = shorter(pause.multipliedBy(2), config.pollIntervalMax());
        return pause(pause)
                .chain(() -> find(orderId, minVersion, end))
                .chain(order ->
                        order.isPresent() ? Uni.createFrom().item(order) : poll(orderId, minVersion, call, end, next));
    }

    private Uni<Optional<Order>> find(UUID orderId, long minVersion, Deadline end) {
        // A timer of less would not be made, and the call would neither end nor give its place back.
        Duration left = longer(end.left(), LEAST);
        Uni<Optional<Order>> found =
                view.find(pool, orderId, left).map(order -> order.filter(read -> read.getVersion() >= minVersion));
        // What the end of the call cut short says nothing of the database.
        return left.compareTo(config.pollIntervalMax()) < 0
                ? found.onFailure(ReadStoreException.class).recoverWithItem(Optional.empty())
                : found;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private record Deadline(long endNanos) {
        static Deadline after(Duration time) {
            return new Deadline(System.nanoTime() + time.toNanos());
        }

        Duration left() {
            return Duration.ofNanos(Math.max(1, endNanos - System.nanoTime()));
        }
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
