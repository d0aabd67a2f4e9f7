package coffee.brew.order;

import coffee.brew.contract.orders.v1.Order;
import coffee.brew.order.OrderErrors.Reason;
import coffee.brew.order.OrderErrors.RefusedException;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Natural batching: what arrives while all statements are in flight forms the next one. No timer, so a lone order waits
 * for nothing; no waiting without a limit, so overload is refused; no statement for a caller who is gone. Safe from any
 * thread.
 */
final class PlacementQueue {
    /**
     * An order and whoever waits for its answer.
     *
     * @param isAbandoned whether nobody does any more
     */
    record Placement(NewOrder order, BooleanSupplier isAbandoned, CompletableFuture<Order> answer) {
        /** Not begun yet, and nobody would know of the order. */
        private boolean isGivenUp() {
            return isAbandoned.getAsBoolean() && answer.completeExceptionally(new RefusedException(Reason.CALLER_GONE));
        }
    }

    private final Vertx vertx;
    private final Function<List<Placement>, Uni<Void>> statement;
    private final int ordersPerStatement;
    private final BlockingQueue<Placement> waiting;
    private final Semaphore statements;

    /** @param statement answers every placement of its list, or fails and so answers those that have none yet */
    PlacementQueue(OrderConfig config, Vertx vertx, Function<List<Placement>, Uni<Void>> statement) {
        this.vertx = vertx;
        this.statement = statement;
        ordersPerStatement = config.ordersPerStatement();
        waiting = new ArrayBlockingQueue<>(config.waitingMax());
        statements = new Semaphore(config.statementsInFlight());
    }

    /** Answers on the caller's own Vert.x context. */
    Uni<Order> submit(NewOrder order, BooleanSupplier isAbandoned) {
        Placement placement = new Placement(order, isAbandoned, new CompletableFuture<>());
        if (!waiting.offer(placement)) {
            return Uni.createFrom().failure(new RefusedException(Reason.TOO_MANY_WAITING));
        }
        startStatements();
        return Uni.createFrom().completionStage(placement.answer).emitOn(callerContext());
    }

    int size() {
        return waiting.size();
    }

    /** Whoever offers or finishes comes by here afterwards: nothing is left waiting while a statement could take it. */
    private void startStatements() {
        while (!waiting.isEmpty() && statements.tryAcquire()) {
            List<Placement> batch = new ArrayList<>(ordersPerStatement);
            waiting.drainTo(batch, ordersPerStatement);
            batch.removeIf(Placement::isGivenUp);
            if (batch.isEmpty()) {
                statements.release();
            } else {
                start(batch);
            }
        }
    }

    private void start(List<Placement> batch) {
        newContext().runOnContext(ignored -> Uni.createFrom()
                .deferred(() -> statement.apply(batch))
                .subscribe()
                .with(done -> finish(), failure -> {
                    batch.forEach(placement -> placement.answer.completeExceptionally(failure));
                    finish();
                }));
    }

    private void finish() {
        statements.release();
        startStatements();
    }

    /** For statements: the contexts of the callers carry what their own log lines and spans are about. */
    private Context newContext() {
        return Objects.requireNonNull(VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()));
    }

    private Executor callerContext() {
        Context context = vertx.getOrCreateContext();
        return command -> context.runOnContext(ignored -> command.run());
    }
}
