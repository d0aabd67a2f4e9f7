package coffee.brew.order;

import coffee.brew.contract.orders.v1.OrderItem;
import coffee.brew.outbox.OutboxInsert;
import com.google.protobuf.ByteString;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Orders in the database. */
@ApplicationScoped
class OrderRepository {
    /** What a repetition is answered with. */
    record FirstOrder(UUID id, Instant createdAt, ByteString contentHash) {
        boolean isOf(NewOrder order) {
            return id.equals(order.id()) || contentHash.equals(order.contentHash());
        }
    }

    private static final int ITEM_PARAMETERS = 4;
    private static final int ORDER_PARAMETERS = 8;

    /**
     * Without a conflict target: a request that has an order already and an order whose first attempt was committed
     * unheard are both left alone. The outbox joins {@code placed}, so the order row comes before its event.
     */
    private static final String INSERT =
            """
            WITH placed AS (
                INSERT INTO orders
                    (id, tenant_id, request_id, content_hash, customer_id, amount_cents, currency, created_at)
                SELECT id, tenant_id, request_id, content_hash, customer_id, amount_cents, currency, created_at
                  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::text[], $6::bigint[], $7::text[],
                              $8::timestamptz[]) WITH ORDINALITY
                       AS offered (id, tenant_id, request_id, content_hash, customer_id, amount_cents, currency,
                                   created_at, position)
                 ORDER BY position
                ON CONFLICT DO NOTHING
                RETURNING id
            ), lines AS (
                INSERT INTO order_items (order_id, line, sku, quantity)
                SELECT item.order_id, item.line, item.sku, item.quantity
                  FROM unnest($9::uuid[], $10::smallint[], $11::text[], $12::int[])
                       AS item (order_id, line, sku, quantity)
                  JOIN placed ON placed.id = item.order_id
            ), %s
            SELECT id FROM placed
            """
                    .formatted(OutboxInsert.cte(
                            "appended",
                            ORDER_PARAMETERS + ITEM_PARAMETERS + 1,
                            "JOIN placed ON event.aggregate_id = 'order-' || placed.id"));

    /**
     * Writes orders and their events, all or none of the statement. Returns the ids of those that were written; the
     * others were there before, or their request was.
     */
    Uni<Set<UUID>> insert(SqlClient client, List<NewOrder> orders) {
        Tuple parameters = Tuple.tuple();
        addOrders(parameters, orders);
        addItems(parameters, orders);
        OutboxInsert.addParameters(
                parameters, orders.stream().map(NewOrder::event).toList());
        return client.preparedQuery(INSERT).execute(parameters).map(OrderRepository::ids);
    }

    private static final String FIND_FIRST =
            """
            SELECT wanted.id AS wanted_id, found.id, found.created_at, found.content_hash
              FROM unnest($1::uuid[], $2::text[], $3::text[]) AS wanted (id, tenant_id, request_id)
             CROSS JOIN LATERAL (
                    SELECT id, created_at, content_hash FROM orders WHERE orders.id = wanted.id
                     UNION ALL
                    SELECT id, created_at, content_hash FROM orders
                     WHERE orders.tenant_id = wanted.tenant_id AND orders.request_id = wanted.request_id
                     LIMIT 1) AS found
            """;

    /** For each order, by its id, the one that stands in its place: itself, or the first of its request. */
    Uni<Map<UUID, FirstOrder>> findFirst(SqlClient client, List<NewOrder> orders) {
        Tuple parameters = Tuple.tuple()
                .addArrayOfUUID(column(orders, UUID[]::new, NewOrder::id))
                .addArrayOfString(
                        column(orders, String[]::new, order -> order.order().getTenantId()))
                .addArrayOfString(column(orders, String[]::new, OrderRepository::requestId));
        return client.preparedQuery(FIND_FIRST).execute(parameters).map(OrderRepository::firstOrders);
    }

    private static void addOrders(Tuple tuple, List<NewOrder> orders) {
        tuple.addArrayOfUUID(column(orders, UUID[]::new, NewOrder::id))
                .addArrayOfString(
                        column(orders, String[]::new, order -> order.order().getTenantId()))
                .addArrayOfString(column(orders, String[]::new, OrderRepository::requestId))
                .addValue(column(orders, Buffer[]::new, OrderRepository::contentHash))
                .addArrayOfString(
                        column(orders, String[]::new, order -> order.order().getCustomerId()))
                .addArrayOfLong(
                        column(orders, Long[]::new, order -> order.order().getAmountCents()))
                .addArrayOfString(
                        column(orders, String[]::new, order -> order.order().getCurrency()))
                .addArrayOfOffsetDateTime(column(orders, OffsetDateTime[]::new, order -> order.createdAt()
                        .atOffset(ZoneOffset.UTC)));
    }

    private static void addItems(Tuple tuple, List<NewOrder> orders) {
        List<UUID> orderIds = new ArrayList<>();
        List<Short> lines = new ArrayList<>();
        List<String> skus = new ArrayList<>();
        List<Integer> quantities = new ArrayList<>();
        for (NewOrder order : orders) {
            short line = 0;
            for (OrderItem item : order.order().getItemsList()) {
                orderIds.add(order.id());
                lines.add(++line);
                skus.add(item.getSku());
                quantities.add(item.getQuantity());
            }
        }
        tuple.addArrayOfUUID(orderIds.toArray(UUID[]::new))
                .addArrayOfShort(lines.toArray(Short[]::new))
                .addArrayOfString(skus.toArray(String[]::new))
                .addArrayOfInteger(quantities.toArray(Integer[]::new));
    }

    private static @Nullable String requestId(NewOrder order) {
        return order.isRepeatable() ? order.requestId() : null;
    }

    private static @Nullable Buffer contentHash(NewOrder order) {
        return order.isRepeatable() ? Buffer.buffer(order.contentHash().toByteArray()) : null;
    }

    private static <T> T[] column(
            List<NewOrder> orders, IntFunction<T[]> array, Function<NewOrder, ? extends @Nullable T> value) {
        return orders.stream().map(value).toArray(array);
    }

    private static Set<UUID> ids(RowSet<Row> rows) {
        Set<UUID> ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.getUUID("id")));
        return ids;
    }

    private static Map<UUID, FirstOrder> firstOrders(RowSet<Row> rows) {
        Map<UUID, FirstOrder> found = new HashMap<>();
        for (Row row : rows) {
            Buffer hash = row.get(Buffer.class, "content_hash");
            found.put(
                    row.getUUID("wanted_id"),
                    new FirstOrder(
                            row.getUUID("id"),
                            row.getOffsetDateTime("created_at").toInstant(),
                            hash == null ? ByteString.EMPTY : ByteString.copyFrom(hash.getBytes())));
        }
        return found;
    }
}
