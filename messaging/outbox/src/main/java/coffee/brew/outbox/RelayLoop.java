package coffee.brew.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs a step again and again, for as long as the process lives. In this order of importance:
 *
 * <ol>
 *   <li>Never two steps at a time: the next one is scheduled when the last one has ended. (A periodic timer would
 *       overlap itself and make one relay two.)
 *   <li>A {@link #wake} during a step causes another step; no wake-up is lost, many become one.
 *   <li>After a step that did something the next follows at once; otherwise the wait doubles from its minimum to its
 *       maximum.
 *   <li>A failing step ends nothing: it is tried again with backoff, and logged when it begins and when it stops to
 *       fail. A step that does not end counts as failed after a limit.
 *   <li>{@link #stop} lets the running step end.
 * </ol>
 */
final class RelayLoop {
    private static final Logger LOG = Logger.getLogger(RelayLoop.class);

    /** What a loop is made of. */
    record Settings(
            String name,
            Duration waitMin,
            Duration waitMax,
            Duration backoffMin,
            Duration backoffMax,
            Duration stepMax) {}

    private final Context context;
    private final Settings settings;
    private final Supplier<Uni<Boolean>> step;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    // Confined to the context.
    private boolean running;
    private boolean stopping;
    private int failuresInARow;
    private Duration wait;
    private long timer = -1;

    /** @param step yields true when it did something; called on the loop's own event-loop context */
    RelayLoop(Vertx vertx, Settings settings, Supplier<Uni<Boolean>> step) {
        this.context = vertx.getOrCreateContext();
        this.settings = settings;
        this.step = step;
        this.wait = settings.waitMin();
    }

    /** Begins with a step. Safe from any thread. */
    void start() {
        context.runOnContext(ignored -> runStep());
    }

    /** Has a step begin after now, or at the end of the backoff when steps are failing. Safe from any thread. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            context.runOnContext(ignored -> onWake());
        }
    }

    /** Begins no more steps; completes when the running one, if any, has ended. Safe from any thread. */
    Uni<Void> stop() {
        context.runOnContext(ignored -> {
            stopping = true;
            cancelTimer();
            if (!running) {
                stopped.complete(null);
            }
        });
        return Uni.createFrom().completionStage(stopped);
    }

    private void onWake() {
        wait = settings.waitMin();
        if (!running && failuresInARow == 0) {
            runStep();
        }
    }

    private void runStep() {
        cancelTimer();
        if (stopping || running) {
            return;
        }
        running = true;
        // Before the step looks: a commit after this line sets the flag again.
        woken.set(false);
        Uni.createFrom()
                .deferred(step::get)
                .ifNoItem()
                .after(settings.stepMax())
                .fail()
                .subscribe()
                .with(
                        didSomething -> context.runOnContext(ignored -> succeeded(didSomething)),
                        failure -> context.runOnContext(ignored -> failed(failure)));
    }

    private void succeeded(boolean didSomething) {
        if (failuresInARow > 0) {
            LOG.infof("%s works again failures=%d", settings.name(), failuresInARow);
            failuresInARow = 0;
        }
        if (didSomething) {
            wait = settings.waitMin();
        }
        if (didSomething || woken.get()) {
            ended(null);
        } else {
            ended(wait);
            wait = shorter(wait.multipliedBy(2), settings.waitMax());
        }
    }

    private void failed(Throwable failure) {
        failuresInARow++;
        if (failuresInARow == 1) {
            LOG.warnf("%s fails and will be tried until it works cause=%s", settings.name(), failure);
        }
        Duration backoff = settings.backoffMin().multipliedBy(1L << Math.min(failuresInARow - 1, 16));
        ended(shorter(backoff, settings.backoffMax()));
    }

    private void ended(@Nullable Duration pause) {
        running = false;
        if (stopping) {
            stopped.complete(null);
        } else if (pause == null) {
            runStep();
        } else {
            timer = context.owner().setTimer(Math.max(1, pause.toMillis()), ignored -> runStep());
        }
    }

    private void cancelTimer() {
        if (timer >= 0) {
            context.owner().cancelTimer(timer);
            timer = -1;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
