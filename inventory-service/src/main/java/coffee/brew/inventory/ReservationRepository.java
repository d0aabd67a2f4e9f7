package coffee.brew.inventory;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class ReservationRepository {
    // In the order of the key, so that two nodes with the same orders wait for each other in one direction only.
    private static final String INSERT_IF_ABSENT =
            """
            INSERT INTO inventory_reservations
                (order_id, order_version, event_id, tenant_id, customer_id, amount_cents, currency, reserved_by)
            SELECT order_id, order_version, event_id, tenant_id, customer_id, amount_cents, currency, $8
              FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::text[])
                   AS reservation (order_id, order_version, event_id, tenant_id, customer_id, amount_cents, currency)
             ORDER BY order_id
            ON CONFLICT (order_id) DO NOTHING
            """;

    /** Inserts the reservations; an order that has one keeps it. */
    Uni<Void> insertIfAbsent(SqlConnection tx, List<Reservation> reservations, String nodeId) {
        Tuple parameters = Tuple.tuple()
                .addArrayOfUUID(reservations.stream().map(Reservation::orderId).toArray(UUID[]::new))
                .addArrayOfLong(
                        reservations.stream().map(Reservation::orderVersion).toArray(Long[]::new))
                .addArrayOfUUID(reservations.stream().map(Reservation::eventId).toArray(UUID[]::new))
                .addArrayOfString(
                        reservations.stream().map(Reservation::tenantId).toArray(String[]::new))
                .addArrayOfString(
                        reservations.stream().map(Reservation::customerId).toArray(String[]::new))
                .addArrayOfLong(
                        reservations.stream().map(Reservation::amountCents).toArray(Long[]::new))
                .addArrayOfString(
                        reservations.stream().map(Reservation::currency).toArray(String[]::new))
                .addString(nodeId);
        return tx.preparedQuery(INSERT_IF_ABSENT).execute(parameters).replaceWithVoid();
    }
}
