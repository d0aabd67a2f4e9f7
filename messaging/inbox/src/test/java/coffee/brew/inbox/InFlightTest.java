package coffee.brew.inbox;

import static coffee.brew.inbox.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class InFlightTest {
    @Test
    void aStopWaitsForTheTransactionInFlight() {
        // Given
        InFlight inFlight = new InFlight(config("60s"));
        CompletableFuture<Integer> transaction = new CompletableFuture<>();
        CompletableFuture<Integer> batch = inFlight.track(() -> Uni.createFrom().completionStage(transaction))
                .subscribeAsCompletionStage();
        // When
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> stop(inFlight));
        // Then
        eventually().until(inFlight::isStopping);
        assertThat(stopped).isNotDone();
        transaction.complete(1);
        eventually().until(stopped::isDone);
        assertThat(batch).isCompletedWithValue(1);
    }

    @Test
    void aStopDoesNotWaitLongerThanItsTimeout() {
        // Given
        InFlight inFlight = new InFlight(config("10ms"));
        CompletableFuture<Object> hanging =
                inFlight.track(() -> Uni.createFrom().nothing()).subscribeAsCompletionStage();
        // When
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> stop(inFlight));
        // Then
        eventually().until(stopped::isDone);
        assertThat(hanging).isNotDone();
    }

    @Test
    void nothingBeginsOrCompletesAfterTheStop() {
        // Given
        InFlight inFlight = new InFlight(config("1s"));
        AtomicBoolean hasBegun = new AtomicBoolean();
        stop(inFlight);
        // When
        CompletableFuture<Void> batch = inFlight.<Void>track(() -> {
                    hasBegun.set(true);
                    return Uni.createFrom().voidItem();
                })
                .subscribeAsCompletionStage();
        // Then
        assertThat(hasBegun).isFalse();
        assertThat(batch).isNotDone();
    }

    private static void stop(InFlight inFlight) {
        try {
            inFlight.stop(new ShutdownEvent());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InboxConfig config(String drainTimeout) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(InboxConfig.class)
                .withDefaultValue("brew.inbox.drain-timeout", drainTimeout)
                .build()
                .getConfigMapping(InboxConfig.class);
    }
}
