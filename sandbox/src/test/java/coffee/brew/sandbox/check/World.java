package coffee.brew.sandbox.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Evidence of a stack on which all is well, until a test corrupts it. */
final class World {
    final List<PlacedOrder> acked = new ArrayList<>();
    final Map<String, Facts> orders = new HashMap<>();
    final Set<String> pending = new HashSet<>();
    final Map<String, Map<Integer, Long>> committed = new HashMap<>();
    final List<TopicRecord> topic = new ArrayList<>();
    final Map<EffectTable, List<EffectRow>> effects = new EnumMap<>(EffectTable.class);
    final Map<String, Map<String, Long>> processed = new HashMap<>();

    static World ofOrders(int count) {
        World world = new World();
        for (int i = 0; i < count; i++) {
            world.add(i);
        }
        for (EffectTable table : EffectTable.values()) {
            world.committed.put(table.consumer(), Map.of(0, (long) count));
        }
        return world;
    }

    static String id(int i) {
        return "id-" + i;
    }

    static Facts facts(int i) {
        return new Facts("cus-" + i, 1_000L + i, "EUR", "tenant");
    }

    private void add(int i) {
        acked.add(new PlacedOrder(id(i), facts(i)));
        orders.put(id(i), facts(i));
        topic.add(record(i, i, "event-" + i, 1));
        for (EffectTable table : EffectTable.values()) {
            rows(table).add(effect(i, facts(i), 700L + i));
            remembered(table.consumer()).put("event-" + i, 700L + i);
        }
    }

    static TopicRecord record(int i, long offset, String eventId, long version) {
        return new TopicRecord(0, offset, id(i), eventId, version, "order.created", "order-1", facts(i));
    }

    static EffectRow effect(int i, Facts facts, long xmin) {
        return new EffectRow(id(i), facts, "inventory-1", "", xmin);
    }

    List<EffectRow> rows(EffectTable table) {
        return effects.computeIfAbsent(table, key -> new ArrayList<>());
    }

    Map<String, Long> remembered(String consumer) {
        return processed.computeIfAbsent(consumer, key -> new HashMap<>());
    }

    Evidence evidence() {
        return new Evidence(orders, pending.size(), pending, committed, topic, effects, processed);
    }

    Findings settled() {
        return Invariants.settled(acked, evidence());
    }

    Findings moving() {
        return Invariants.moving(evidence());
    }
}
