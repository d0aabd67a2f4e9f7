package coffee.brew.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelayLoopTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(5);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void wakeUpDuringAStepCausesOneMoreStepAndNeverTwoAtATime() {
        // Given
        AtomicInteger steps = new AtomicInteger();
        CompletableFuture<Boolean> firstStep = new CompletableFuture<>();
        RelayLoop loop = loop(
                NEVER,
                () -> steps.incrementAndGet() == 1
                        ? Uni.createFrom().completionStage(firstStep)
                        : Uni.createFrom().item(false));
        loop.start();
        await().atMost(TestDatabase.TIMEOUT).until(() -> steps.get() == 1);
        // When
        loop.wake();
        loop.wake();
        onContextDone();
        int whileRunning = steps.get();
        firstStep.complete(false);
        // Then
        assertThat(whileRunning).isOne();
        await().atMost(TestDatabase.TIMEOUT).until(() -> steps.get() == 2);
        loop.stop().await().atMost(TestDatabase.TIMEOUT);
        assertThat(steps).hasValue(2);
    }

    @Test
    void wakeUpOfAnIdleLoopNeedsNoPolling() {
        // Given
        AtomicInteger steps = new AtomicInteger();
        RelayLoop loop = loop(NEVER, () -> Uni.createFrom().item(steps.incrementAndGet() < 0));
        loop.start();
        await().atMost(TestDatabase.TIMEOUT).until(() -> steps.get() == 1);
        // When
        loop.wake();
        // Then
        await().atMost(TestDatabase.TIMEOUT).until(() -> steps.get() >= 2);
    }

    @Test
    void failingAndHangingStepsAreTriedAgain() {
        // Given
        AtomicInteger steps = new AtomicInteger();
        Supplier<Uni<Boolean>> step = () -> switch (steps.incrementAndGet()) {
            case 1 -> Uni.createFrom().failure(new IllegalStateException("injected"));
            case 2 -> throw new IllegalStateException("injected");
            case 3 -> Uni.createFrom().nothing();
            default -> Uni.createFrom().item(false);
        };
        // When
        loop(SOON, step).start();
        // Then
        await().atMost(TestDatabase.TIMEOUT).until(() -> steps.get() > 5);
    }

    @Test
    void stopLetsTheRunningStepEndAndBeginsNoOther() {
        // Given
        AtomicInteger steps = new AtomicInteger();
        CompletableFuture<Boolean> step = new CompletableFuture<>();
        RelayLoop loop = loop(SOON, () -> {
            steps.incrementAndGet();
            return Uni.createFrom().completionStage(step);
        });
        loop.start();
        await().atMost(TestDatabase.TIMEOUT).until(() -> steps.get() == 1);
        // When
        CompletableFuture<Void> stopped = loop.stop().subscribeAsCompletionStage();
        loop.wake();
        onContextDone();
        boolean stoppedEarly = stopped.isDone();
        step.complete(true);
        stopped.join();
        // Then
        assertThat(stoppedEarly).isFalse();
        assertThat(steps).hasValue(1);
    }

    private RelayLoop loop(Duration wait, Supplier<Uni<Boolean>> step) {
        return new RelayLoop(
                vertx, new RelayLoop.Settings("test loop", wait, wait, SOON, SOON, Duration.ofMillis(300)), step);
    }

    /** What was scheduled before has run: contexts of one Vert.x with one loop are served in turn. */
    private void onContextDone() {
        for (int round = 0; round < 2; round++) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            vertx.runOnContext(ignored -> done.complete(null));
            done.join();
        }
    }
}
