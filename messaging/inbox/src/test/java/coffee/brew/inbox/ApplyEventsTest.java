package coffee.brew.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.envelope.CallContext;
import coffee.brew.envelope.EventIds;
import io.opentelemetry.context.Context;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApplyEventsTest {
    @Test
    void aRoundHasAtMostOneEventOfAnOrderAndKeepsTheirOrder() {
        // Given
        InboxEvent a1 = event("a", 1);
        InboxEvent b1 = event("b", 1);
        InboxEvent a2 = event("a", 2);
        InboxEvent a3 = event("a", 3);
        InboxEvent b4 = event("b", 4);
        // When
        List<List<InboxEvent>> rounds = ApplyEvents.rounds(List.of(a1, b1, a2, a3, b4));
        // Then
        assertThat(rounds).containsExactly(List.of(a1, b1), List.of(a2, b4), List.of(a3));
    }

    @Test
    void noEventsMakeNoRound() {
        // When
        List<List<InboxEvent>> rounds = ApplyEvents.rounds(List.of());
        // Then
        assertThat(rounds).isEmpty();
    }

    private static InboxEvent event(String order, long version) {
        return new InboxEvent(
                EventIds.next(),
                order,
                version,
                "order.changed",
                Buffer.buffer(),
                new CallContext("", "", "", ""),
                Context.root());
    }
}
