package coffee.brew.sandbox.stack;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stops a stack when its program is told to end, whenever that is. While PostgreSQL and Kafka are being started they
 * cannot be stopped in good order: the end waits until they run. Once it has come, nothing is started any more.
 */
public final class StackExit {
    private final Runnable afterwards;
    private final Thread hook = new Thread(this::end, "stack-end");
    private boolean starting;
    private boolean ending;

    @Nullable
    private Stack stack;

    /** @param afterwards what is left to do when the stack has ended */
    public StackExit(Runnable afterwards) {
        this.afterwards = afterwards;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** As {@link Stack#start(StackOptions)}; hands the stack out before its nodes start. */
    public Stack start(StackOptions options, Consumer<Stack> created) {
        begin();
        try {
            return Stack.start(options, started -> {
                take(started);
                created.accept(started);
            });
        } finally {
            settle();
        }
    }

    /** Lets the program end without it; false when it is ending already. */
    public boolean cancel() {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private synchronized void begin() {
        requireNotEnding();
        starting = true;
    }

    private synchronized void take(Stack started) {
        requireNotEnding();
        stack = started;
    }

    private synchronized void settle() {
        starting = false;
        notifyAll();
    }

    private void requireNotEnding() {
        if (ending) {
            throw new SandboxException("the stack was told to end while it started", "");
        }
    }

    private void end() {
        Stack current = awaitStack();
        if (current != null) {
            current.close();
        }
        afterwards.run();
    }

    @Nullable
    private synchronized Stack awaitStack() {
        ending = true;
        while (starting && stack == null) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
        return stack;
    }
}
