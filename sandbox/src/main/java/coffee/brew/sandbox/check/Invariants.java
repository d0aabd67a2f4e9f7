package coffee.brew.sandbox.check;

import coffee.brew.sandbox.stack.StackState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The promises, as far as they can be seen from outside: every order that was acknowledged is there exactly once in
 * orders, on the topic and in every effect, with equal fields; the first copies of its events are on the topic in
 * version order; effect and dedup row come from one transaction.
 */
public final class Invariants {
    private static final int PROBLEMS_MAX = 20;

    private final Evidence evidence;
    private final boolean settled;
    private final Map<String, Facts> ledger;
    private final Map<String, List<TopicRecord>> copies = new HashMap<>();
    private final Set<String> lost = new HashSet<>();
    private final List<String> problems = new ArrayList<>();
    private long duplicateEffects;
    private long duplicatesOnTopic;
    private long orderInversions;
    private long mismatches;
    private long strangers;
    private long outsideDedup;

    private Invariants(Collection<PlacedOrder> acked, Evidence evidence, boolean settled) {
        this.evidence = evidence;
        this.settled = settled;
        this.ledger = new HashMap<>(evidence.orders());
        acked.forEach(order -> ledger.put(order.id(), order.facts()));
    }

    /** Checks a stack that has come to rest: nothing may still be on its way. */
    public static Report check(StackState stack, Collection<PlacedOrder> acked) {
        Evidence evidence = EvidenceReader.read(stack);
        return Report.of(evidence, settled(acked, evidence), Report.dedupHits(stack));
    }

    /** Checks a stack at work: what is pending, or not yet read by its consumers, is not lost. */
    public static Report checkMoving(StackState stack) {
        Evidence evidence = EvidenceReader.read(stack);
        return Report.of(evidence, moving(evidence), Report.dedupHits(stack));
    }

    /** As {@link #check}, on evidence that was read before. */
    public static Findings settled(Collection<PlacedOrder> acked, Evidence evidence) {
        return new Invariants(acked, evidence, true).run(acked);
    }

    /** As {@link #checkMoving}, on evidence that was read before. */
    public static Findings moving(Evidence evidence) {
        return new Invariants(List.of(), evidence, false).run(List.of());
    }

    private Findings run(Collection<PlacedOrder> acked) {
        acked.forEach(this::checkOrder);
        checkTopic();
        for (EffectTable table : EffectTable.values()) {
            checkEffects(table);
        }
        return new Findings(
                lost.size(),
                duplicateEffects,
                duplicatesOnTopic,
                orderInversions,
                mismatches,
                strangers,
                outsideDedup,
                List.copyOf(problems));
    }

    private void checkOrder(PlacedOrder order) {
        Facts row = evidence.orders().get(order.id());
        if (row == null) {
            lose(order.id(), "was acknowledged and is not in orders");
        } else {
            compare(order.id(), "orders", row);
        }
    }

    private void checkTopic() {
        Set<String> events = new HashSet<>();
        Map<String, Long> versions = new HashMap<>();
        for (TopicRecord copy : evidence.topic()) {
            if (!copy.isEvent()) {
                continue;
            }
            copies.computeIfAbsent(copy.orderId(), id -> new ArrayList<>(1)).add(copy);
            if (!events.add(copy.eventId())) {
                duplicatesOnTopic++;
                continue;
            }
            long previous = versions.getOrDefault(copy.orderId(), 0L);
            if (copy.version() != previous + 1) {
                orderInversions++;
                report("order %s: version %d follows version %d on the topic, at partition %d offset %d"
                        .formatted(copy.orderId(), copy.version(), previous, copy.partition(), copy.offset()));
            }
            versions.merge(copy.orderId(), copy.version(), Math::max);
            compare(copy.orderId(), "the topic", copy.facts());
        }
        for (String id : ledger.keySet()) {
            if (!copies.containsKey(id) && (settled || !evidence.pending().contains(id))) {
                lose(id, "is neither on the topic nor in the outbox");
            }
        }
    }

    private void checkEffects(EffectTable table) {
        Set<String> seen = new HashSet<>();
        Set<String> orders = new HashSet<>();
        for (EffectRow row : evidence.effects(table)) {
            orders.add(row.orderId());
            if (!seen.add(row.orderId() + '/' + row.kind())) {
                duplicateEffects++;
                report("order %s: a second effect in %s".formatted(row.orderId(), table.table()));
            }
            compare(row.orderId(), table.table(), row.facts());
            if (settled && !isFromItsDedupTransaction(table, row)) {
                outsideDedup++;
                report("order %s: its row in %s was not written by the transaction that remembered its event"
                        .formatted(row.orderId(), table.table()));
            }
        }
        for (String id : ledger.keySet()) {
            if (!orders.contains(id) && (settled || isBehindCommit(table, id))) {
                lose(id, "has no row in " + table.table());
            }
        }
    }

    private boolean isFromItsDedupTransaction(EffectTable table, EffectRow row) {
        Map<String, Long> processed = evidence.processed().getOrDefault(table.consumer(), Map.of());
        return copies.getOrDefault(row.orderId(), List.of()).stream()
                .map(copy -> processed.get(copy.eventId()))
                .anyMatch(xmin -> xmin != null && xmin == row.xmin());
    }

    /** Whether the table's consumer has said that it is done with a record of this order. */
    private boolean isBehindCommit(EffectTable table, String orderId) {
        return copies.getOrDefault(orderId, List.of()).stream()
                .anyMatch(copy -> copy.offset() < evidence.committed(table.consumer(), copy.partition()));
    }

    private void compare(String orderId, String where, Facts trace) {
        Facts order = ledger.get(orderId);
        if (order == null) {
            // At work, the order may be younger than the snapshot of the orders.
            if (settled) {
                strangers++;
                report("order %s: is in %s, and nobody placed it".formatted(orderId, where));
            }
            return;
        }
        List<String> fields = order.contradictedBy(trace);
        if (!fields.isEmpty()) {
            mismatches++;
            report("order %s: %s has other values for %s".formatted(orderId, where, String.join(", ", fields)));
        }
    }

    private void lose(String orderId, String why) {
        lost.add(orderId);
        report("order %s: %s".formatted(orderId, why));
    }

    private void report(String problem) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(problem);
        }
    }
}
