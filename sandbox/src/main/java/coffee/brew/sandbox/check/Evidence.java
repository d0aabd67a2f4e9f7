package coffee.brew.sandbox.check;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a stack shows from outside, read in an order that makes sense: orders and outbox in one snapshot, then what
 * the groups have committed, then the topic, then the effects. So an order that is in neither outbox nor topic is lost,
 * and a record before a committed offset has its effect.
 *
 * @param orders by id
 * @param pending ids of the orders with rows in the outbox
 * @param committed next offset by partition, by consumer group
 * @param processed the transactions that remembered an event: xmin by event id, by consumer
 */
public record Evidence(
        Map<String, Facts> orders,
        long outboxPending,
        Set<String> pending,
        Map<String, Map<Integer, Long>> committed,
        List<TopicRecord> topic,
        Map<EffectTable, List<EffectRow>> effects,
        Map<String, Map<String, Long>> processed) {

    Counts counts() {
        return new Counts(
                orders.size(),
                outboxPending,
                effects(EffectTable.RESERVATIONS).size(),
                effects(EffectTable.NOTIFICATIONS).size(),
                effects(EffectTable.VIEW).size());
    }

    public List<EffectRow> effects(EffectTable table) {
        return effects.getOrDefault(table, List.of());
    }

    /** The next offset that the group reads after a restart; 0 when it never committed. */
    long committed(String group, int partition) {
        return committed.getOrDefault(group, Map.of()).getOrDefault(partition, 0L);
    }
}
