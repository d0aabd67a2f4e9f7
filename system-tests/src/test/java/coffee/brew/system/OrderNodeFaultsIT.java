package coffee.brew.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.contract.orders.v1.Order;
import coffee.brew.sandbox.check.TopicReader;
import coffee.brew.sandbox.check.TopicRecord;
import coffee.brew.sandbox.stack.Service;
import coffee.brew.system.Brew.Outcome;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Order nodes that die or stand still with records at the broker and not yet settled; relays that compete. */
class OrderNodeFaultsIT {
    @RegisterExtension
    final Brew brew = new Brew();

    @Test
    void relayKilledBetweenAcknowledgementAndSettlementIsRepeatedAndHasNoSecondEffect() throws SQLException {
        // Given
        Outcome before = brew.verify();
        long dedupHits = brew.dedupHits();
        brew.node("order-2").stop();
        try (Barrier barrier = Barrier.before("DELETE", "outbox", brew.asOwner(Service.ORDER))) {
            List<Order> orders = Traffic.place(brew, 20);
            awaitOnTopic(orders);
            barrier.awaitSomebody();
            // When
            brew.node("order-1").kill();
            barrier.endThoseWhoWait(brew.stack().postgres().connect("brew_order"));
        }
        assertThat(brew.counts().outboxPending())
                .as("acknowledged and not settled")
                .isPositive();
        brew.node("order-2").start();
        // Then
        Outcome after = brew.verify();
        assertThat(after.duplicatesOnTopic()).isGreaterThan(before.duplicatesOnTopic());
        await("consumers meet the copies").atMost(Brew.TIMEOUT).until(() -> brew.dedupHits() > dedupHits);
    }

    @Test
    void relayPausedBeyondItsLeaseOvertakesNobodyWhenItWakes() throws SQLException {
        // Given
        Outcome before = brew.verify();
        brew.node("order-2").stop();
        try (Barrier barrier = Barrier.before("DELETE", "outbox", brew.asOwner(Service.ORDER));
                EventWriter writer = new EventWriter(brew.database(Service.ORDER))) {
            List<Order> orders = Traffic.place(brew, 20);
            awaitOnTopic(orders);
            barrier.awaitSomebody();
            // When
            brew.node("order-1").pause();
            barrier.endThoseWhoWait(brew.stack().postgres().connect("brew_order"));
            barrier.open();
            orders.forEach(writer::ship);
            brew.node("order-2").start();
            await("the other relay takes the lanes over")
                    .atMost(Brew.TIMEOUT)
                    .until(() -> brew.counts().outboxPending() == 0);
        }
        Outcome asleep = brew.verify();
        assertThat(asleep.duplicatesOnTopic()).isGreaterThan(before.duplicatesOnTopic());
        brew.node("order-1").resume();
        brew.node("order-2").stop();
        List<Order> later = Traffic.place(brew, 20);
        // Then
        Outcome awake = brew.verify();
        assertThat(awake.publishersOf(later)).containsExactly("order-1");
        assertThat(awake.duplicatesOnTopic()).isEqualTo(asleep.duplicatesOnTopic());
        assertThat(awake.findings().orderInversions()).isZero();
    }

    @Test
    void relaysThatCompeteKeepTheOrderOfEveryKey() {
        // Given
        List<Order> first = shipMany();
        Outcome two = brew.verify();
        brew.stack().startNodes(List.of("order-3", "order-4"));
        // When
        List<Order> second = shipMany();
        // Then
        Outcome four = brew.verify();
        assertThat(two.publishersOf(first)).containsExactly("order-1", "order-2");
        assertThat(two.findings().orderInversions()).isZero();
        assertThat(four.publishersOf(second)).containsExactly("order-1", "order-2", "order-3", "order-4");
        assertThat(four.findings().orderInversions()).isZero();
    }

    private List<Order> shipMany() {
        try (EventWriter writer = new EventWriter(brew.database(Service.ORDER))) {
            List<Order> orders = Traffic.place(brew, 300);
            orders.parallelStream().forEach(writer::ship);
            return orders;
        }
    }

    private void awaitOnTopic(List<Order> orders) {
        Set<String> ids = orders.stream().map(Order::getId).collect(Collectors.toSet());
        await("the records are at the broker")
                .atMost(Brew.TIMEOUT)
                .until(() -> TopicReader.readAll(brew.stack().kafka().bootstrapServers()).stream()
                        .map(TopicRecord::orderId)
                        .collect(Collectors.toSet())
                        .containsAll(ids));
    }
}
