package coffee.brew.sandbox.stack;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Does the same to nodes, a few at once. */
public final class FewAtOnce {
    /** A start keeps a core busy for seconds. */
    private static final int AT_ONCE = 2;

    private static final int END_TIMEOUT_S = 10;

    private FewAtOnce() {}

    /** Returns when it is done to all; fails with the first to which it cannot be done. */
    public static void forEach(Collection<String> names, Consumer<String> action) {
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> begun = new ArrayList<>();
            names.forEach(name -> begun.add(pool.submit(() -> action.accept(name))));
            for (Future<?> each : begun) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("interrupted", "", e);
        } finally {
            // What was begun is to be seen by Stack.close().
            pool.shutdownNow();
            awaitEnd(pool);
        }
    }

    private static void awaitEnd(ExecutorService pool) {
        try {
            pool.awaitTermination(END_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
