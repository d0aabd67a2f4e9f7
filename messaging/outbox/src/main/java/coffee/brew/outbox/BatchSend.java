package coffee.brew.outbox;

import coffee.brew.outbox.BatchResult.Failure;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends one batch by the order rule: of one key, nothing is sent behind a record that is not acknowledged; different
 * keys go side by side. That rule alone keeps the order, whoever else is sending; leases only save duplicates.
 *
 * <p>Marking no more than the acknowledged prefix of a key is not enough: by then a later record is in the log.
 */
final class BatchSend {
    private final Publisher publisher;
    private final SendWindow window;
    private final Queue<PendingEvent> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<Unsendable> unsendable = new ConcurrentLinkedQueue<>();
    private final Queue<Failure> failed = new ConcurrentLinkedQueue<>();
    private final Set<String> slowTopics = ConcurrentHashMap.newKeySet();
    private final AtomicInteger fenced = new AtomicInteger();
    private final AtomicInteger openKeys = new AtomicInteger();
    private final CompletableFuture<BatchResult> result = new CompletableFuture<>();

    private BatchSend(Publisher publisher, SendWindow window) {
        this.publisher = publisher;
        this.window = window;
    }

    /**
     * Sends the events, at least one, which are in the order of their ids within each key.
     *
     * @return completes when every record that was sent has been answered; never fails because of a record
     */
    static Uni<BatchResult> send(Publisher publisher, SendWindow window, List<PendingEvent> events) {
        BatchSend batch = new BatchSend(publisher, window);
        Collection<List<PendingEvent>> keys = byKey(events);
        batch.openKeys.set(keys.size());
        return publisher
                .onSendingThread(() -> keys.forEach(key -> batch.sendFrom(0, key)))
                .chain(() -> Uni.createFrom().completionStage(batch.result));
    }

    private static Collection<List<PendingEvent>> byKey(List<PendingEvent> events) {
        Map<String, List<PendingEvent>> keys = new LinkedHashMap<>();
        for (PendingEvent event : events) {
            keys.computeIfAbsent(event.aggregateId(), key -> new ArrayList<>(1)).add(event);
        }
        return keys.values();
    }

    private void sendFrom(int position, List<PendingEvent> key) {
        PendingEvent event = key.get(position);
        if (!window.isOpen()) {
            if (window.leaseHasPassed()) {
                fenced.addAndGet(key.size() - position);
            }
            close();
        } else if (slowTopics.contains(event.topic())) {
            close();
        } else {
            publisher.send(event, failure -> answered(position, key, failure));
        }
    }

    private void answered(int position, List<PendingEvent> key, @Nullable Throwable failure) {
        PendingEvent event = key.get(position);
        if (failure == null) {
            acknowledged.add(event);
            if (position + 1 < key.size()) {
                sendFromLater(position + 1, key);
                return;
            }
        } else if (OutboxErrors.isPermanent(failure)) {
            unsendable.add(new Unsendable(event, failure));
        } else {
            failed.add(new Failure(event, failure));
            if (failure instanceof TimeoutException) {
                // Each further send may block as long, and the other topics' time is running.
                slowTopics.add(event.topic());
            }
        }
        close();
    }

    /** The answer comes on the producer's own thread, which must never block in a send. */
    private void sendFromLater(int position, List<PendingEvent> key) {
        publisher.onSendingThread(() -> sendFrom(position, key)).subscribe().with(sent -> {}, gone -> close());
    }

    private void close() {
        if (openKeys.decrementAndGet() == 0) {
            result.complete(new BatchResult(
                    List.copyOf(acknowledged), List.copyOf(unsendable), List.copyOf(failed), fenced.get()));
        }
    }
}
