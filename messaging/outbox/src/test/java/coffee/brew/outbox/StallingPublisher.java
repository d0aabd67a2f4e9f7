package coffee.brew.outbox;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.CountDownLatch;

/** Stops the relay at its first send, after it has looked at its window, until it is released. */
final class StallingPublisher {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    boolean isReached() {
        return reached.getCount() == 0;
    }

    void release() {
        released.countDown();
    }

    Publisher of(Publisher kafka) {
        return new Publisher() {
            @Override
            public Uni<Void> onSendingThread(Runnable action) {
                return kafka.onSendingThread(action);
            }

            @Override
            public void send(PendingEvent event, Completion completion) {
                reached.countDown();
                try {
                    released.await();
                    kafka.send(event, completion);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    completion.done(e);
                }
            }
        };
    }
}
