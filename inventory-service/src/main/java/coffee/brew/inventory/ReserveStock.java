package coffee.brew.inventory;

import coffee.brew.contract.EventTypes;
import coffee.brew.envelope.LogContext;
import coffee.brew.inbox.Effect;
import coffee.brew.inbox.InboxEvent;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/** An accepted order gets its reservation. */
@ApplicationScoped
class ReserveStock implements Effect {
    private final ReservationRepository reservations;
    private final InventoryConfig config;

    ReserveStock(ReservationRepository reservations, InventoryConfig config) {
        this.reservations = reservations;
        this.config = config;
    }

    @Override
    public Set<String> eventTypes() {
        return Set.of(EventTypes.ORDER_CREATED);
    }

    @Override
    public Uni<Void> apply(SqlConnection tx, List<InboxEvent> events) {
        if (Log.isDebugEnabled()) {
            events.forEach(ReserveStock::log);
        }
        return reservations.insertIfAbsent(
                tx, events.stream().map(Reservation::of).toList(), config.nodeId());
    }

    private static void log(InboxEvent event) {
        event.logContext()
                .during(() -> Log.debugf(
                        "reserving aggregate-id=%s event-id=%s",
                        LogContext.printable(event.aggregateId()), event.eventId()));
    }
}
