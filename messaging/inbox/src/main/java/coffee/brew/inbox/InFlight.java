package coffee.brew.inbox;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What is being written now, so that a stop can wait for it. From the stop on nothing new begins, and what would begin
 * never completes: a batch that completed unacknowledged would let the next one be acknowledged past it.
 */
@ApplicationScoped
class InFlight {
    private final Duration drainTimeout;
    private int count;
    private boolean stopping;

    InFlight(InboxConfig config) {
        drainTimeout = config.drainTimeout();
    }

    <T> Uni<T> track(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            if (!enter()) {
                return Uni.createFrom().nothing();
            }
            return Uni.createFrom().deferred(work::get).onTermination().invoke(this::leave);
        });
    }

    synchronized boolean isStopping() {
        return stopping;
    }

    /** Before the pool and the channels are closed. Blocks, for the drain time-out at most. */
    synchronized void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        long deadline = System.nanoTime() + drainTimeout.toNanos();
        for (long left = drainTimeout.toNanos(); count > 0 && left > 0; left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private synchronized boolean enter() {
        if (stopping) {
            return false;
        }
        count++;
        return true;
    }

    private synchronized void leave() {
        count--;
        notifyAll();
    }
}
