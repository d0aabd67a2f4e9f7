package coffee.brew.notification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class NotificationRepository {
    // In the order of the key, so that two nodes with the same orders wait for each other in one direction only.
    private static final String INSERT_IF_ABSENT =
            """
            INSERT INTO notifications_log (order_id, channel, event_id, tenant_id, customer_id, sent_by)
            SELECT order_id, $5, event_id, tenant_id, customer_id, $6
              FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[])
                   AS notification (order_id, event_id, tenant_id, customer_id)
             ORDER BY order_id
            ON CONFLICT (order_id, channel) DO NOTHING
            """;

    /** Inserts the notifications; an order that has one on this channel keeps it. */
    Uni<Void> insertIfAbsent(SqlConnection tx, List<Notification> notifications, String channel, String nodeId) {
        Tuple parameters = Tuple.tuple()
                .addArrayOfUUID(
                        notifications.stream().map(Notification::orderId).toArray(UUID[]::new))
                .addArrayOfUUID(
                        notifications.stream().map(Notification::eventId).toArray(UUID[]::new))
                .addArrayOfString(
                        notifications.stream().map(Notification::tenantId).toArray(String[]::new))
                .addArrayOfString(
                        notifications.stream().map(Notification::customerId).toArray(String[]::new))
                .addString(channel)
                .addString(nodeId);
        return tx.preparedQuery(INSERT_IF_ABSENT).execute(parameters).replaceWithVoid();
    }
}
