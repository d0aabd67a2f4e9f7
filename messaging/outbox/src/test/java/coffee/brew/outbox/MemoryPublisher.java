package coffee.brew.outbox;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.InvalidRecordException;

/** Takes everything at once, without a broker, but for the events of one key, of which it refuses each attempt. */
final class MemoryPublisher implements Publisher {
    final List<PendingEvent> taken = new CopyOnWriteArrayList<>();
    private final String refusedKey;

    MemoryPublisher(String refusedKey) {
        this.refusedKey = refusedKey;
    }

    @Override
    public Uni<Void> onSendingThread(Runnable action) {
        return Uni.createFrom().voidItem().invoke(action);
    }

    @Override
    public void send(PendingEvent event, Completion completion) {
        if (event.aggregateId().equals(refusedKey)) {
            completion.done(new InvalidRecordException("injected: no error that anybody foresaw"));
        } else {
            taken.add(event);
            completion.done(null);
        }
    }
}
