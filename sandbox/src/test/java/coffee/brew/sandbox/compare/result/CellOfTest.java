package coffee.brew.sandbox.compare.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CellOfTest {
    private static final int DEADLINE_MS = 300;
    private static final long MS = 1_000;

    /** Ten events, one every 100 ms, each with a wait of 2 ms. */
    private static final List<Sent> SENT = IntStream.range(0, 10)
            .mapToObj(n -> new Sent("c" + n, n * 100L * MS, 2 * MS, List.of(MS, MS), 0))
            .toList();

    @Test
    void lostDuplicatedAndLateEventsAreCountedApart() {
        // Given
        List<Handled> handled = new ArrayList<>();
        IntStream.range(0, 8).forEach(n -> handled.add(handled(n, n * 100 + 5, 0)));
        handled.add(handled(7, 710, 0));
        handled.add(handled(8, 800 + DEADLINE_MS + 1, 0));
        // When
        Cell.Recipient recipient =
                cell(Situation.SLOW, Map.of("analytics", handled), null).affected();
        // Then
        assertThat(recipient.expected()).isEqualTo(10);
        assertThat(recipient.delivered()).isEqualTo(9);
        assertThat(recipient.lost()).isEqualTo(1);
        assertThat(recipient.duplicated()).isEqualTo(1);
        assertThat(recipient.late()).isEqualTo(1);
        assertThat(recipient.latencyMs().p50()).isEqualTo(5);
    }

    @Test
    void inversionsAcrossPartitionsAreNotThoseOfAPartition() {
        // Given
        List<Handled> handled = new ArrayList<>();
        IntStream.of(0, 2, 4, 1, 3, 5, 7, 6).forEach(n -> handled.add(handled(n, 2_000, n % 2)));
        // When
        Cell.Recipient recipient =
                cell(Situation.SLOW, Map.of("analytics", handled), null).affected();
        // Then
        assertThat(recipient.inversions()).isEqualTo(3);
        assertThat(recipient.inversionsInPartition()).isZero();
    }

    @Test
    void recipientThatCameBackIsLevelWhenNothingOldIsMissing() {
        // Given
        List<Handled> handled = new ArrayList<>();
        handled.add(handled(0, 5, 0));
        IntStream.range(1, 9).forEach(n -> handled.add(handled(n, 1_000 + n * 10, 0)));
        handled.add(handled(9, 1_100, 0));
        // When
        Cell cell = cell(Situation.DEAD, Map.of("analytics", handled), 850 * MS);
        // Then
        Cell.CatchUp catchUp = Objects.requireNonNull(cell.catchUp());
        assertThat(catchUp.behind()).isEqualTo(8);
        assertThat(catchUp.firstMs()).isEqualTo(160);
        assertThat(catchUp.levelMs()).isEqualTo(220);
        assertThat(catchUp.perSecond()).isEqualTo(100);
        assertThat(catchUp.ownLimitPerSecond()).isEqualTo(125);
        assertThat(cell.backlog()).extracting(Cell.Backlog::events).contains(9).endsWith(0);
    }

    @Test
    void recipientThatLostEventsIsNeverLevel() {
        // Given
        List<Handled> handled = new ArrayList<>();
        IntStream.of(0, 1, 2, 8, 9).forEach(n -> handled.add(handled(n, n * 100 + 5, 0)));
        // When
        Cell cell = cell(Situation.DEAD, Map.of("analytics", handled), 750 * MS);
        // Then
        Cell.CatchUp catchUp = Objects.requireNonNull(cell.catchUp());
        assertThat(catchUp.behind()).isEqualTo(5);
        assertThat(catchUp.levelMs()).isNull();
        assertThat(cell.backlog()).extracting(Cell.Backlog::events).endsWith(5);
    }

    @Test
    void recipientThatWasSwitchedOffIsMeasuredByWhatWasItsOwn() {
        // Given
        List<Handled> old =
                IntStream.range(0, 6).mapToObj(n -> handled(n, 2_000, 0)).toList();
        Map<String, List<Handled>> handled = new LinkedHashMap<>(Map.of("analytics", old, "analytics-v2", List.of()));
        // When
        Cell cell = CellOf.of(
                new Observed(Mode.KAFKA, Situation.REPLACED, SENT, handled, Map.of("analytics", 6), null, "", 0, null),
                DEADLINE_MS);
        // Then
        assertThat(cell.recipient("analytics").lost()).isZero();
        assertThat(cell.affected().lost()).isEqualTo(10);
    }

    @Test
    void senderWaitsAreItsOwnAndItsRateCountsFromFirstToLast() {
        // When
        Cell.Sender sender =
                cell(Situation.HEALTHY, Map.of("analytics", List.of()), null).sender();
        // Then
        assertThat(sender.waitedMs()).isEqualTo(new Waits(2, 2, 2, 2));
        assertThat(sender.sumOfCallsMs().p50()).isEqualTo(2);
        assertThat(sender.eventsPerSecond()).isEqualTo(11.1);
    }

    @Test
    void percentilesAreOfTheNearestRank() {
        // When
        Waits waits = Waits.ofMicroseconds(
                IntStream.rangeClosed(1, 200).mapToObj(n -> n * MS).toList());
        // Then
        assertThat(waits).isEqualTo(new Waits(100, 190, 198, 200));
    }

    private static Handled handled(int n, long atMs, int partition) {
        return new Handled("c" + n, n * 100L * MS, atMs * MS, 8 * MS, partition);
    }

    private static Cell cell(Situation situation, Map<String, List<Handled>> handled, @Nullable Long backAtUs) {
        return CellOf.of(
                new Observed(Mode.KAFKA, situation, SENT, handled, Map.of(), backAtUs, "1 topic", 0, null),
                DEADLINE_MS);
    }
}
