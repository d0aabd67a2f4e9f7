package coffee.brew.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Appends in the caller's transaction and wakes the local relay when that has committed. */
final class TransactionalOutbox implements Outbox {
    private final Runnable wake;

    TransactionalOutbox(Runnable wake) {
        this.wake = wake;
    }

    @Override
    public Uni<Void> append(SqlConnection tx, List<OutboxEvent> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<OutboxEvent> traced =
                events.stream().map(OutboxEvent::withCurrentTrace).toList();
        return OutboxRepository.append(tx, traced).invoke(() -> wakeAfterCommit(tx));
    }

    private void wakeAfterCommit(SqlConnection tx) {
        @Nullable Transaction transaction = tx.transaction();
        if (transaction == null) {
            // Autocommit, or a BEGIN by hand: in the first case the row is visible, in the second polling finds it.
            wake.run();
        } else {
            transaction.getDelegate().completion().onSuccess(committed -> wake.run());
        }
    }

    @Override
    public void wake() {
        wake.run();
    }
}
