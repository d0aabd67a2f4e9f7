package coffee.brew.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;

/**
 * Where a use case leaves its events: in its own transaction, so that they become visible with the change that caused
 * them or not at all. The relay of any replica sends them afterwards.
 *
 * <p>Touch the versioned aggregate row before appending: the row lock is what makes the outbox ids of one aggregate
 * follow its versions.
 */
public interface Outbox {
    /** Appends one event; the relay of this process is woken when the transaction has committed. */
    default Uni<Void> append(SqlConnection tx, OutboxEvent event) {
        return append(tx, List.of(event));
    }

    /** Appends events in their order, in one statement. */
    Uni<Void> append(SqlConnection tx, List<OutboxEvent> events);

    /**
     * Wakes the relay of this process. Only for a use case that embeds {@link OutboxInsert} in a statement of its own;
     * call it after the commit. A call too many is harmless, a missing one costs a poll interval.
     */
    void wake();
}
