package coffee.brew.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.sandbox.check.Counts;
import coffee.brew.sandbox.stack.NodeState;
import coffee.brew.sandbox.stack.Service;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Consumer nodes that die with effects written and not acknowledged, or that are away for a while. */
class ConsumerNodeFaultsIT {
    @RegisterExtension
    final Brew brew = new Brew();

    @Test
    void inventoryNodeKilledBetweenCommitAndAcknowledgementIsRepeatedAndHasNoSecondEffect() throws SQLException {
        // Given
        brew.verify();
        long reserved = brew.counts().reservations();
        brew.node("inventory-2").stop();
        try (Barrier barrier = Barrier.before("INSERT", "inventory_reservations", brew.asOwner(Service.INVENTORY))) {
            Traffic.place(brew, 20);
            barrier.awaitSomebody();
            // A broker that is gone takes no acknowledgement; one that only stands still reads it when it goes on.
            brew.stack().kafka().kill();
            barrier.open();
            await("the effect is committed")
                    .atMost(Brew.TIMEOUT)
                    .until(() -> brew.counts().reservations() > reserved);
            // When
            brew.node("inventory-1").kill();
        }
        brew.stack().kafka().restart();
        brew.node("inventory-2").start();
        // Then
        await("the records come again").atMost(Brew.TIMEOUT).until(() -> brew.dedupHits("inventory-2") > 0);
        brew.verify();
    }

    @Test
    void inventoryNodeKilledUnderLoadIsReplacedByTheOther() {
        // Given
        Counts before = brew.settle();
        Counts atDeath;
        try (Traffic traffic = Traffic.start(brew)) {
            await().atMost(Brew.TIMEOUT).until(() -> traffic.acked() > 50);
            // When
            brew.node("inventory-1").kill();
            atDeath = brew.counts();
            await("notifications go on meanwhile")
                    .atMost(Brew.TIMEOUT)
                    .until(() -> brew.counts().notifications() > atDeath.notifications() + 20);
            traffic.stop();
        }
        // Then
        assertThat(brew.node("inventory-1").status()).isEqualTo(NodeState.Status.KILLED);
        brew.verify();
        assertThat(atDeath.reservations()).isLessThan(brew.counts().reservations());
        assertThat(brew.counts().orders()).isGreaterThan(before.orders());
    }

    @Test
    void queryNodeKilledUnderLoadCatchesUpWhenItIsBack() {
        // Given
        brew.settle();
        try (Traffic traffic = Traffic.start(brew)) {
            await().atMost(Brew.TIMEOUT).until(() -> traffic.acked() > 50);
            // When
            brew.node("query-1").kill();
            int atDeath = traffic.acked();
            await().atMost(Brew.TIMEOUT).until(() -> traffic.acked() > atDeath + 50);
            traffic.stop();
        }
        Counts away = brew.counts();
        assertThat(away.view()).as("the view stands still").isLessThan(away.orders());
        brew.node("query-1").start();
        // Then
        brew.verify();
    }

    @Test
    void everyNodeStopsOnSigtermWithoutASingleDuplicate() {
        // Given
        long duplicatesBefore = brew.verify().duplicatesOnTopic();
        try (Traffic traffic = Traffic.start(brew)) {
            // When
            for (String name : Service.DEFAULT_NODES) {
                int acked = traffic.acked();
                brew.node(name).stop();
                await("orders go on without " + name).atMost(Brew.TIMEOUT).until(() -> traffic.acked() > acked + 20);
                brew.node(name).start();
            }
            traffic.stop();
        }
        // Then
        assertThat(brew.verify().duplicatesOnTopic()).isEqualTo(duplicatesBefore);
    }
}
