package coffee.brew.inbox.example;

import coffee.brew.contract.orders.v1.OrderCreated;
import coffee.brew.inbox.Effect;
import coffee.brew.inbox.Inbox;
import coffee.brew.inbox.InboxEvent;
import coffee.brew.inbox.UnprocessableEventException;
import com.google.protobuf.InvalidProtocolBufferException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Counts orders and revenue per currency and day. */
@ApplicationScoped
class AnalyticsConsumer implements Effect {
    @Inject
    Inbox inbox;

    @Incoming("analytics")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> on(Message<List<byte[]>> batch) {
        return inbox.consume("analytics", batch, this);
    }

    @Override
    public Set<String> eventTypes() {
        return Set.of("order.created");
    }

    @Override
    public Uni<Void> apply(SqlConnection tx, List<InboxEvent> events) {
        return tx.preparedQuery("INSERT INTO counted_orders VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
                .executeBatch(events.stream().map(AnalyticsConsumer::row).toList())
                .replaceWithVoid();
    }

    private static Tuple row(InboxEvent event) {
        try {
            OrderCreated order = OrderCreated.parseFrom(event.payload().getBytes());
            LocalDate day = LocalDate.ofEpochDay(order.getCreatedAt().getSeconds() / 86_400);
            return Tuple.of(UUID.fromString(order.getId()), day, order.getCurrency(), order.getAmountCents());
        } catch (InvalidProtocolBufferException | IllegalArgumentException | DateTimeException e) {
            throw new UnprocessableEventException("not an order.created", e);
        }
    }
}
