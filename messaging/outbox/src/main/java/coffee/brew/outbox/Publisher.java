package coffee.brew.outbox;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** Where the relay sends to. */
interface Publisher {
    /**
     * Runs an action on the one thread that may block in {@link #send}.
     *
     * @return completes after the action; fails, without having run it, when there is no way to send
     */
    Uni<Void> onSendingThread(Runnable action);

    /** Sends one event; call it on the sending thread only. Completes exactly once, on any thread. */
    void send(PendingEvent event, Completion completion);

    /** Takes the outcome of one send. */
    interface Completion {
        /** The broker has acknowledged the record (no failure), or it will not have it from this attempt. */
        void done(@Nullable Throwable failure);
    }
}
