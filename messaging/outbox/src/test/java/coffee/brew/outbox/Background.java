package coffee.brew.outbox;

import java.util.concurrent.CompletableFuture;

/** Work beside a test, on a thread of its own: on two cores the common pool has one, and that may be waiting. */
final class Background {
    private Background() {}

    static CompletableFuture<Void> run(Runnable task) {
        return CompletableFuture.runAsync(task, run -> new Thread(run, "beside-the-test").start());
    }
}
