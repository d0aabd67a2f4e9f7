package coffee.brew.sandbox.check;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.contract.Topics;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InvariantsTest {
    private final World world = World.ofOrders(3);

    @Test
    void findsNothingWhereAllIsWell() {
        // When
        Findings findings = world.settled();
        // Then
        assertThat(findings).isEqualTo(new Findings(0, 0, 0, 0, 0, 0, 0, List.of()));
        assertThat(findings.clean()).isTrue();
    }

    @Test
    void passesOverRecordsThatAreNoEvents() {
        // Given
        TopicRecord foreign = TopicReader.parse(new ConsumerRecord<>(Topics.ORDERS, 0, 100, null, null));
        world.topic.add(foreign);
        world.topic.add(foreign);
        // When
        Findings findings = world.settled();
        // Then
        assertThat(findings.clean()).isTrue();
        assertThat(findings.duplicatesOnTopic()).isZero();
    }

    @Test
    void findsAckedOrderThatIsNotInOrders() {
        // Given
        world.orders.remove(World.id(1));
        // When
        Findings findings = world.settled();
        // Then
        assertThat(findings.lost()).isOne();
        assertThat(findings.problems()).anyMatch(problem -> problem.contains("not in orders"));
    }

    @Test
    void findsEventThatNeverReachedTheTopic() {
        // Given
        world.topic.remove(1);
        // When
        Findings findings = world.settled();
        // Then
        assertThat(findings.lost()).isOne();
        assertThat(findings.clean()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(EffectTable.class)
    void findsMissingEffect(EffectTable table) {
        // Given
        world.rows(table).remove(2);
        // When
        Findings findings = world.settled();
        // Then
        assertThat(findings.lost()).isOne();
        assertThat(findings.problems()).anyMatch(problem -> problem.contains(table.table()));
    }

    @ParameterizedTest
    @EnumSource(EffectTable.class)
    void findsSecondEffect(EffectTable table) {
        // Given
        world.rows(table).add(World.effect(0, World.facts(0), 700));
        // When
        Findings findings = world.settled();
        // Then
        assertThat(findings.duplicateEffects()).isOne();
        assertThat(findings.clean()).isFalse();
    }

    @Test
    void takesEffectsOfDifferentKindForDifferentEffects() {
        // Given
        List<EffectRow> notifications = world.rows(EffectTable.NOTIFICATIONS);
        notifications.add(new EffectRow(World.id(0), World.facts(0), "notification-1", "sms", 700));
        // When
        Findings findings = world.settled();
        // Then
        assertThat(findings.duplicateEffects()).isZero();
    }

    @ParameterizedTest
    @EnumSource(EffectTable.class)
    void findsChangedField(EffectTable table) {
        // Given
        world.rows(table).set(0, World.effect(0, new Facts("cus-0", 1_001L, "USD", "tenant"), 700));
        // When
        Findings findings = world.settled();
        // Then
        assertThat(findings.mismatches()).isOne();
        assertThat(findings.problems()).anyMatch(problem -> problem.contains("amount_cents, currency"));
    }

    @Test
    void comparesWhatTheClientWasToldWithOrders() {
        // Given
        world.orders.put(World.id(0), new Facts("somebody else", 1_000L, "EUR", "tenant"));
        // When
        Findings findings = world.settled();
        // Then
        assertThat(findings.mismatches()).isOne();
    }

    @Test
    void doesNotMissWhatATableDoesNotHave() {
        // Given
        world.rows(EffectTable.NOTIFICATIONS).set(0, World.effect(0, new Facts("cus-0", null, null, null), 700));
        // When
        Findings findings = world.settled();
        // Then
        assertThat(findings.clean()).isTrue();
    }

    @Test
    void countsCopiesOnTheTopicWithoutComplaint() {
        // Given
        world.topic.add(World.record(0, 3, "event-0", 1));
        // When
        Findings findings = world.settled();
        // Then
        assertThat(findings.duplicatesOnTopic()).isOne();
        assertThat(findings.clean()).isTrue();
    }

    @Test
    void findsVersionsThatAreSwapped() {
        // Given
        world.topic.add(World.record(0, 3, "event-0-2", 2));
        Collections.swap(world.topic, 0, 3);
        // When
        Findings findings = world.settled();
        // Then
        assertThat(findings.orderInversions()).isPositive();
        assertThat(findings.clean()).isFalse();
    }

    @Test
    void findsVersionThatIsMissing() {
        // Given
        world.topic.add(World.record(0, 3, "event-0-3", 3));
        // When
        Findings findings = world.settled();
        // Then
        assertThat(findings.orderInversions()).isOne();
    }

    @Test
    void acceptsLateCopyOfAnEarlierVersion() {
        // Given
        world.topic.add(World.record(0, 3, "event-0-2", 2));
        world.topic.add(World.record(0, 4, "event-0", 1));
        // When
        Findings findings = world.settled();
        // Then
        assertThat(findings.orderInversions()).isZero();
        assertThat(findings.duplicatesOnTopic()).isOne();
    }

    @Test
    void findsTraceOfAnOrderThatNobodyPlaced() {
        // Given
        world.rows(EffectTable.VIEW).add(World.effect(9, World.facts(9), 700));
        // When
        Findings findings = world.settled();
        // Then
        assertThat(findings.strangers()).isOne();
        assertThat(findings.clean()).isFalse();
    }

    @Test
    void findsEffectOutsideTheTransactionOfItsDedupRow() {
        // Given
        world.remembered("inventory").put("event-1", 9_999L);
        // When
        Findings findings = world.settled();
        // Then
        assertThat(findings.effectsOutsideDedup()).isOne();
        assertThat(findings.clean()).isFalse();
    }

    @Test
    void findsEffectWithoutDedupRow() {
        // Given
        world.remembered("notifications").remove("event-1");
        // When
        Findings findings = world.settled();
        // Then
        assertThat(findings.effectsOutsideDedup()).isOne();
    }

    @Test
    void whatIsPendingIsNotLostWhileTheStackWorks() {
        // Given
        world.topic.remove(2);
        world.pending.add(World.id(2));
        for (EffectTable table : EffectTable.values()) {
            world.rows(table).remove(2);
        }
        // When
        Findings findings = world.moving();
        // Then
        assertThat(findings.clean()).isTrue();
    }

    @Test
    void whatIsNotYetReadIsNotLostWhileTheStackWorks() {
        // Given
        world.committed.clear();
        world.effects.clear();
        // When
        Findings findings = world.moving();
        // Then
        assertThat(findings.clean()).isTrue();
    }

    @Test
    void whatAConsumerSaysToBeDoneWithIsLostWithoutEffectEvenWhileTheStackWorks() {
        // Given
        world.rows(EffectTable.RESERVATIONS).remove(1);
        // When
        Findings findings = world.moving();
        // Then
        assertThat(findings.lost()).isOne();
    }

    @Test
    void whatIsInNeitherOutboxNorTopicIsLostEvenWhileTheStackWorks() {
        // Given
        world.topic.remove(1);
        // When
        Findings findings = world.moving();
        // Then
        assertThat(findings.lost()).isOne();
    }
}
