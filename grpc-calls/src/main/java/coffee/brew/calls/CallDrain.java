package coffee.brew.calls;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the calls in flight, and keeps a service that stops until the last of them is answered. */
@ApplicationScoped
class CallDrain {
    /**
     * Between the last answer and the end of the connections: a socket that is closed while requests come in is reset,
     * and with a reset the peer loses what it has not read yet.
     */
    private static final Duration LINGER = Duration.ofMillis(200);

    private final CallsConfig config;
    private final AtomicInteger callsInFlight = new AtomicInteger();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private volatile boolean stopping;

    CallDrain(CallsConfig config) {
        this.config = config;
    }

    /** A call begins, and must {@link #end}; false when it has to be refused, because the service stops. */
    boolean begin() {
        callsInFlight.incrementAndGet(); // before the look at the flag: a call is waited for or refused
        return !stopping;
    }

    void end() {
        if (callsInFlight.decrementAndGet() == 0 && stopping) {
            idle.complete(null);
        }
    }

    /** At the first sign of a stop: the HTTP server, and with it every connection, is closed before ShutdownEvent. */
    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
        if (callsInFlight.get() == 0) {
            idle.complete(null);
        }
        try {
            idle.get(config.drainMax().toMillis(), TimeUnit.MILLISECONDS);
            TimeUnit.MILLISECONDS.sleep(LINGER.toMillis());
        } catch (TimeoutException | ExecutionException e) {
            Log.warnf("stopped with unanswered calls calls=%d", callsInFlight.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
