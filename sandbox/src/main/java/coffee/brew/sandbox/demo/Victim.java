package coffee.brew.sandbox.demo;

import coffee.brew.contract.Groups;
import coffee.brew.contract.Topics;
import coffee.brew.sandbox.check.ConsumerGroups;
import coffee.brew.sandbox.check.Counts;
import coffee.brew.sandbox.check.EffectRow;
import coffee.brew.sandbox.check.EffectTable;
import coffee.brew.sandbox.check.Evidence;
import coffee.brew.sandbox.check.Report;
import coffee.brew.sandbox.stack.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** An inventory node that was killed, and what became of its partitions. */
final class Victim {
    private static final Duration TAKEOVER_MAX = Duration.ofMinutes(1);

    private final String node;
    private final long pid;
    private final long atOrder;
    private final long dedupHits;
    private final Map<String, List<Integer>> before;
    private final Map<Integer, Long> committed;
    private final Counts atKill;
    private final long killedAtNs;
    private final ConsumerGroups groups;
    private final Supplier<Counts> counts;
    private final CompletableFuture<Takeover> takeover;

    private Victim(Node node, ConsumerGroups groups, long atOrder, Supplier<Counts> counts) {
        this.node = node.name();
        this.pid = node.pid();
        this.atOrder = atOrder;
        this.groups = groups;
        this.before = groups.partitionsByNode(Groups.INVENTORY);
        this.dedupHits = Report.dedupHits(node.httpAddress());
        node.kill();
        this.killedAtNs = System.nanoTime();
        this.committed = groups.committed(Groups.INVENTORY);
        this.counts = counts;
        this.atKill = counts.get();
        // Beside the orders that go on: how long it takes is what is to be seen.
        this.takeover =
                CompletableFuture.supplyAsync(this::watchTakeover, task -> new Thread(task, "takeover").start());
    }

    /** Who reads the partitions afterwards, after how long, and what had been done shortly before. */
    private record Takeover(Map<String, List<Integer>> partitions, long afterMs, Counts counts) {}

    /** Kills the node. */
    static Victim kill(Node node, ConsumerGroups groups, long atOrder, Supplier<Counts> counts) {
        return new Victim(node, groups, atOrder, counts);
    }

    long pid() {
        return pid;
    }

    long dedupHits() {
        return dedupHits;
    }

    private Takeover watchTakeover() {
        Counts[] last = {atKill};
        Demo.await(TAKEOVER_MAX, () -> {
            Map<String, List<Integer>> shares = groups.partitionsByNode(Groups.INVENTORY);
            boolean over = !shares.containsKey(node) && allRead(shares);
            if (!over) {
                last[0] = counts.get();
            }
            return over;
        });
        long afterMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killedAtNs);
        return new Takeover(groups.partitionsByNode(Groups.INVENTORY), afterMs, last[0]);
    }

    static boolean allRead(Map<String, List<Integer>> shares) {
        return shares.values().stream().mapToInt(List::size).sum() == Topics.ORDERS_PARTITIONS;
    }

    /** Waits until somebody reads every partition again, and tells how it went. */
    String story() {
        Takeover seen = takeover.join();
        return "partitions of group %s: %s, %.1f s after the kill; meanwhile %d notifications and %d reservations"
                .formatted(
                        Groups.INVENTORY,
                        seen.partitions,
                        seen.afterMs / 1e3,
                        seen.counts.notifications() - atKill.notifications(),
                        seen.counts.reservations() - atKill.reservations());
    }

    Report.Kill kill() {
        Takeover seen = takeover.join();
        return new Report.Kill(
                node,
                "SIGKILL",
                pid,
                atOrder,
                before,
                seen.partitions,
                seen.afterMs,
                seen.counts.notifications() - atKill.notifications());
    }

    /** Records whose effect the dead node had written without saying so: its successors got them again. */
    long redelivered(Evidence evidence) {
        Set<String> done = evidence.effects(EffectTable.RESERVATIONS).stream()
                .filter(row -> row.node().equals(node))
                .map(EffectRow::orderId)
                .collect(Collectors.toSet());
        List<Integer> partitions = before.getOrDefault(node, List.of());
        return evidence.topic().stream()
                .filter(copy -> partitions.contains(copy.partition()))
                .filter(copy -> copy.offset() >= committed.getOrDefault(copy.partition(), 0L))
                .filter(copy -> done.contains(copy.orderId()))
                .count();
    }
}
