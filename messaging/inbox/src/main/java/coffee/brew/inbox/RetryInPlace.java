package coffee.brew.inbox;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Tries until it works. Meanwhile the connector goes on polling with its partitions paused, so the group keeps this
 * member however long it takes.
 */
@ApplicationScoped
class RetryInPlace {
    private static final int DOUBLINGS_MAX = 20;

    private final Vertx vertx;
    private final InFlight inFlight;
    private final InboxMetrics metrics;
    private final long delayMinMs;
    private final long delayMaxMs;

    RetryInPlace(Vertx vertx, InFlight inFlight, InboxMetrics metrics, InboxConfig config) {
        this.vertx = vertx;
        this.inFlight = inFlight;
        this.metrics = metrics;
        delayMinMs = config.retryDelayMin().toMillis();
        delayMaxMs = Math.max(delayMinMs, config.retryDelayMax().toMillis());
    }

    /** Repeats the work while it fails with what the predicate accepts; never completes once the process stops. */
    <T> Uni<T> until(String consumer, String what, Predicate<Throwable> again, Supplier<Uni<T>> work) {
        AtomicInteger attempts = new AtomicInteger();
        return inFlight.track(work).onFailure(again).retry().when(failures -> failures.onItem()
                .transformToUniAndConcatenate(failure -> pause(consumer, what, attempts.incrementAndGet(), failure)));
    }

    private Uni<Integer> pause(String consumer, String what, int attempt, Throwable failure) {
        if (inFlight.isStopping()) {
            return Uni.createFrom().nothing();
        }
        metrics.of(consumer).retries().increment();
        long delayMs = delayMs(attempt);
        Log.warnf(
                attempt > 1 || InboxErrors.isOutage(failure) ? null : failure,
                "inbox tries again consumer=%s what=%s attempt=%d delayMs=%d error=%s message=%s",
                consumer,
                what,
                attempt,
                delayMs,
                InboxErrors.className(failure),
                InboxErrors.message(failure));
        return Uni.createFrom().emitter(emitter -> vertx.setTimer(delayMs, id -> emitter.complete(attempt)));
    }

    /** Half of the doubled delay is chance, so that the consumers of a recovered database do not return as one. */
    private long delayMs(int attempt) {
        long doubled = Math.min(delayMaxMs, delayMinMs << Math.min(attempt - 1, DOUBLINGS_MAX));
        return Math.max(1, doubled / 2 + ThreadLocalRandom.current().nextLong(doubled / 2 + 1));
    }
}
