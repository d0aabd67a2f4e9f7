package coffee.brew.sandbox.check;

import coffee.brew.sandbox.stack.SandboxException;
import coffee.brew.sandbox.stack.Service;
import coffee.brew.sandbox.stack.StackState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@link Evidence}, in its order. */
public final class EvidenceReader {
    private static final String AGGREGATE_PREFIX = "order-";

    /** Measured: 2 GiB were too little for 960,000 orders with their effects and records. */
    private static final long BYTES_PER_ORDER = 2_600;

    private final StackState stack;
    private final Map<String, Facts> orders = new HashMap<>();
    private final Set<String> pending = new HashSet<>();
    private final Map<EffectTable, List<EffectRow>> effects = new EnumMap<>(EffectTable.class);
    private final Map<String, Map<String, Long>> processed = new HashMap<>();
    private long outboxPending;

    private EvidenceReader(StackState stack) {
        this.stack = stack;
    }

    /** Reads all of it; takes about a second for 100,000 orders. Fails when there are more than memory can hold. */
    public static Evidence read(StackState stack) {
        requireMemory(Counts.read(stack));
        EvidenceReader reader = new EvidenceReader(stack);
        try {
            reader.readOrders();
            Map<String, Map<Integer, Long>> committed = committed(stack);
            List<TopicRecord> topic = TopicReader.readAll(stack.kafka());
            for (EffectTable table : EffectTable.values()) {
                reader.readEffects(table);
            }
            return new Evidence(
                    reader.orders,
                    reader.outboxPending,
                    reader.pending,
                    committed,
                    topic,
                    reader.effects,
                    reader.processed);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static void requireMemory(Counts counts) {
        long ordersMax = Runtime.getRuntime().maxMemory() / BYTES_PER_ORDER;
        if (counts.orders() > ordersMax) {
            throw new SandboxException(
                    "%s: too many to compare one by one, at most %d orders".formatted(counts.line(), ordersMax),
                    "begin with an empty stack: ./brewctl down, ./brewctl reset, ./brewctl up");
        }
    }

    /** The rows of one effect alone. */
    public static List<EffectRow> effects(StackState stack, EffectTable table) {
        EvidenceReader reader = new EvidenceReader(stack);
        try {
            reader.readEffects(table);
            return reader.effects.getOrDefault(table, List.of());
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static SandboxException unreadable(SQLException e) {
        return new SandboxException("the databases cannot be read: " + e.getMessage(), "see: ./brewctl status", e);
    }

    private static Map<String, Map<Integer, Long>> committed(StackState stack) {
        Map<String, Map<Integer, Long>> committed = new HashMap<>();
        try (ConsumerGroups groups = new ConsumerGroups(stack.kafka())) {
            for (EffectTable table : EffectTable.values()) {
                committed.put(table.consumer(), groups.committed(table.consumer()));
            }
        }
        return committed;
    }

    private void readOrders() throws SQLException {
        try (Tables tables = Tables.open(stack.database(Service.ORDER))) {
            tables.read(
                    "orders",
                    "SELECT id::text, %s FROM orders".formatted(tables.factColumns("orders")),
                    row -> orders.put(row.getString("id"), Tables.facts(row)));
            tables.read("outbox", "SELECT aggregate_id FROM outbox", row -> {
                outboxPending++;
                pending.add(row.getString(1).substring(AGGREGATE_PREFIX.length()));
            });
        }
    }

    private void readEffects(EffectTable effect) throws SQLException {
        List<EffectRow> rows = new ArrayList<>();
        Map<String, Long> remembered = new HashMap<>();
        try (Tables tables = Tables.open(stack.database(effect.service()))) {
            String sql = "SELECT %s::text AS order_key, %s, %s AS node, %s AS kind, xmin::text::bigint AS xmin FROM %s"
                    .formatted(
                            effect.orderColumn(),
                            tables.factColumns(effect.table()),
                            orEmpty(effect.nodeColumn()),
                            orEmpty(effect.kindColumn()),
                            effect.table());
            tables.read(
                    effect.table(),
                    sql,
                    row -> rows.add(new EffectRow(
                            row.getString("order_key"),
                            Tables.facts(row),
                            row.getString("node"),
                            row.getString("kind"),
                            row.getLong("xmin"))));
            tables.read(
                    "processed_events",
                    "SELECT event_id::text, xmin::text::bigint FROM processed_events WHERE consumer = '%s'"
                            .formatted(effect.consumer()),
                    row -> remembered.put(row.getString(1), row.getLong(2)));
        }
        effects.put(effect, rows);
        processed.put(effect.consumer(), remembered);
    }

    private static String orEmpty(String column) {
        return column.isEmpty() ? "''" : column;
    }
}
