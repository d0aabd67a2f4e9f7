package coffee.brew.outbox;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Sends to the real broker, but some records fail before they are sent, some acknowledgements are lost, and some sends
 * stop the relay, after it has looked at its window, for longer than its lease: as SIGSTOP and SIGCONT would.
 */
final class FaultyPublisher implements Publisher {
    final AtomicInteger failures = new AtomicInteger();
    final AtomicInteger lostAcknowledgements = new AtomicInteger();
    final AtomicInteger pauses = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final Publisher kafka;
    private final Duration pause;
    private final Semaphore onePauseAtATime;
    private final Random random;

    /** @param onePauseAtATime shared by all relays: somebody must be awake to take over */
    FaultyPublisher(Publisher kafka, Duration pause, Semaphore onePauseAtATime, long seed) {
        this.kafka = kafka;
        this.pause = pause;
        this.onePauseAtATime = onePauseAtATime;
        this.random = new Random(seed);
    }

    @Override
    public Uni<Void> onSendingThread(Runnable action) {
        return kafka.onSendingThread(action);
    }

    @Override
    public void send(PendingEvent event, Completion completion) {
        int chance = random.nextInt(100);
        if (sent.incrementAndGet() % 20 == 5 && pauses.get() < 3 && onePauseAtATime.tryAcquire()) {
            pauses.incrementAndGet();
            standStill();
            onePauseAtATime.release();
        }
        if (chance < 2) {
            failures.incrementAndGet();
            completion.done(new TimeoutException("injected: not sent"));
        } else if (chance < 4) {
            lostAcknowledgements.incrementAndGet();
            kafka.send(event, failure -> completion.done(new TimeoutException("injected: acknowledgement lost")));
        } else {
            kafka.send(event, completion);
        }
    }

    private void standStill() {
        try {
            boolean unused = new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
