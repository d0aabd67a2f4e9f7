package coffee.brew.query;

import coffee.brew.contract.orders.v1.Order;
import coffee.brew.contract.orders.v1.OrderItem;
import com.google.protobuf.Timestamp;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

@ApplicationScoped
class OrderViewRepository {
    // In the order of the key, so that two nodes with the same orders wait for each other in one direction only.
    private static final String UPSERT_IF_NEWER =
            """
            INSERT INTO orders_view
                (id, version, event_id, tenant_id, customer_id, amount_cents, currency, status, cancel_reason, items,
                 created_at)
            SELECT *
              FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::text[],
                          $8::integer[], $9::text[], $10::jsonb[], $11::timestamptz[]) AS snapshot (id)
             ORDER BY id
            ON CONFLICT (id) DO UPDATE
                SET version = excluded.version, event_id = excluded.event_id, tenant_id = excluded.tenant_id,
                    customer_id = excluded.customer_id, amount_cents = excluded.amount_cents,
                    currency = excluded.currency, status = excluded.status, cancel_reason = excluded.cancel_reason,
                    items = excluded.items, created_at = excluded.created_at, projected_at = excluded.projected_at
              WHERE orders_view.version < excluded.version
            """;

    /** Writes the orders whose version the view does not have yet. No two may be of one order. */
    Uni<Void> upsertIfNewer(SqlConnection tx, List<OrderSnapshot> snapshots) {
        Tuple parameters = Tuple.tuple()
                .addArrayOfUUID(column(snapshots, OrderSnapshot::orderId, UUID[]::new))
                .addArrayOfLong(column(snapshots, snapshot -> snapshot.order().getVersion(), Long[]::new))
                .addArrayOfUUID(column(snapshots, OrderSnapshot::eventId, UUID[]::new))
                .addArrayOfString(column(snapshots, snapshot -> snapshot.order().getTenantId(), String[]::new))
                .addArrayOfString(column(snapshots, snapshot -> snapshot.order().getCustomerId(), String[]::new))
                .addArrayOfLong(column(snapshots, snapshot -> snapshot.order().getAmountCents(), Long[]::new))
                .addArrayOfString(column(snapshots, snapshot -> snapshot.order().getCurrency(), String[]::new))
                .addArrayOfInteger(
                        column(snapshots, snapshot -> snapshot.order().getStatusValue(), Integer[]::new))
                .addArrayOfString(column(snapshots, snapshot -> snapshot.order().getCancelReason(), String[]::new))
                .addArrayOfJsonArray(column(snapshots, snapshot -> toJson(snapshot.order()), JsonArray[]::new))
                .addArrayOfOffsetDateTime(column(snapshots, OrderSnapshot::createdAt, OffsetDateTime[]::new));
        return tx.preparedQuery(UPSERT_IF_NEWER).execute(parameters).replaceWithVoid();
    }

    private static final String FIND =
            """
            SELECT id, version, tenant_id, customer_id, amount_cents, currency, status, cancel_reason, items, created_at
              FROM orders_view
             WHERE id = $1
            """;

    /**
     * The order as the view has it. Fails with {@link ReadStoreException} when the database does not answer in time.
     *
     * @param timeMax at least 1 ms
     */
    Uni<Optional<Order>> find(SqlClient client, UUID orderId, Duration timeMax) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(orderId))
                .ifNoItem()
                .after(timeMax)
                .fail()
                .onFailure()
                .transform(ReadStoreException::new)
                .map(OrderViewRepository::toOrder);
    }

    private static Optional<Order> toOrder(RowSet<Row> rows) {
        return rows.rowCount() == 0
                ? Optional.empty()
                : Optional.of(toOrder(rows.iterator().next()));
    }

    private static Order toOrder(Row row) {
        OffsetDateTime createdAt = row.getOffsetDateTime("created_at");
        Order.Builder order = Order.newBuilder()
                .setId(row.getUUID("id").toString())
                .setCustomerId(row.getString("customer_id"))
                .setAmountCents(row.getLong("amount_cents"))
                .setCurrency(row.getString("currency"))
                .setStatusValue(row.getInteger("status"))
                .setCreatedAt(Timestamp.newBuilder()
                        .setSeconds(createdAt.toEpochSecond())
                        .setNanos(createdAt.getNano()))
                .setVersion(row.getLong("version"))
                .setTenantId(row.getString("tenant_id"))
                .setCancelReason(row.getString("cancel_reason"));
        for (Object item : row.getJsonArray("items")) {
            JsonObject line = (JsonObject) item;
            order.addItems(
                    OrderItem.newBuilder().setSku(line.getString("sku")).setQuantity(line.getInteger("quantity")));
        }
        return order.build();
    }

    private static JsonArray toJson(Order order) {
        JsonArray items = new JsonArray();
        order.getItemsList()
                .forEach(item ->
                        items.add(new JsonObject().put("sku", item.getSku()).put("quantity", item.getQuantity())));
        return items;
    }

    private static <T> T[] column(
            List<OrderSnapshot> snapshots, Function<OrderSnapshot, T> value, IntFunction<T[]> array) {
        return snapshots.stream().map(value).toArray(array);
    }
}
