package coffee.brew.inbox;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

@ApplicationScoped
class LedgerConsumer {
    static final String NAME = "ledger";
    static final String AUDIT = "audit";

    /** Its group refuses it for good: the broker does not know the assignor that it asks for. */
    static final String REFUSED = "refused";

    private final Inbox inbox;
    private final LedgerEffect effect;

    LedgerConsumer(Inbox inbox, LedgerEffect effect) {
        this.inbox = inbox;
        this.effect = effect;
    }

    @Incoming("orders")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> on(Message<List<byte[]>> batch) {
        return inbox.consume(NAME, batch, effect);
    }

    @Incoming("audit")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> onAudit(Message<List<byte[]>> batch) {
        return inbox.consume(AUDIT, batch, effect);
    }

    @Incoming(REFUSED)
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> onNothing(Message<List<byte[]>> batch) {
        return inbox.consume(REFUSED, batch, effect);
    }
}
