package coffee.brew.inbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.Set;

/** What a consumer does with events, in the transaction that also remembers them. */
public interface Effect {
    /** The event types that the effect understands. Others are counted and passed over. */
    Set<String> eventTypes();

    /**
     * Applies events, with set-based SQL on the given connection and no other. All are new to this consumer, and no two
     * are of one aggregate. May run again after a failure: then nothing of the first run is left.
     *
     * <p>Throw or fail with {@link UnprocessableEventException}, or let a protobuf parse error or a violated constraint
     * through, when trying again cannot help; anything else is taken for a passing trouble.
     */
    Uni<Void> apply(SqlConnection tx, List<InboxEvent> events);
}
