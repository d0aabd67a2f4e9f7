package coffee.brew.system;

import coffee.brew.contract.AggregateId;
import coffee.brew.contract.EventTypes;
import coffee.brew.contract.Topics;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.contract.orders.v1.OrderStatus;
import coffee.brew.contract.orders.v1.OrderStatusChanged;
import coffee.brew.envelope.EventIds;
import coffee.brew.envelope.HeaderNames;
import coffee.brew.outbox.OutboxEvent;
import coffee.brew.outbox.OutboxInsert;
import coffee.brew.sandbox.stack.Database;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Moves orders on with the outbox library, as a use case would: the versioned row and the event in one statement. So
 * every order has several events, and the relays something to get out of order.
 */
final class EventWriter implements AutoCloseable {
    private static final String STATUS_PREFIX = "ORDER_STATUS_";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final String CHANGE_STATUS =
            """
            WITH changed AS (
                UPDATE orders SET version = version + 1, status = $2 WHERE id = $1 AND version = $3
                RETURNING 'order-' || id AS aggregate_id
            ),
            """
                    + OutboxInsert.cte("appended", 4, "JOIN changed USING (aggregate_id)")
                    + """

             SELECT aggregate_id FROM changed
            """;

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;

    EventWriter(Database orders) {
        URI server = URI.create(orders.jdbcUrl().substring("jdbc:".length()));
        pool = PgBuilder.pool()
                .using(vertx)
                .with(new PoolOptions().setMaxSize(4))
                .connectingTo(new PgConnectOptions()
                        .setHost(server.getHost())
                        .setPort(server.getPort())
                        .setDatabase(orders.name())
                        .setUser(orders.ownerRole())
                        .setPassword(orders.ownerPassword()))
                .build();
        // Once on one thread: what Mutiny sets up on first use does not bear several.
        pool.query("SELECT 1").execute().await().atMost(TIMEOUT);
    }

    /** Reserves, pays and ships the order: versions 2, 3 and 4. */
    Order ship(Order placed) {
        Order reserved = change(placed, OrderStatus.ORDER_STATUS_RESERVED);
        Order paid = change(reserved, OrderStatus.ORDER_STATUS_PAID);
        return change(paid, OrderStatus.ORDER_STATUS_SHIPPED);
    }

    /** Writes an event that no consumer of today knows. */
    Order note(Order placed) {
        return change(placed, OrderStatus.ORDER_STATUS_NEW, "order.noted");
    }

    private Order change(Order before, OrderStatus status) {
        return change(before, status, EventTypes.ORDER_STATUS_CHANGED);
    }

    private Order change(Order before, OrderStatus status, String type) {
        Order after = before.toBuilder()
                .setStatus(status)
                .setVersion(before.getVersion() + 1)
                .build();
        Tuple parameters = Tuple.of(
                UUID.fromString(after.getId()), status.name().substring(STATUS_PREFIX.length()), before.getVersion());
        OutboxInsert.addParameters(parameters, List.of(event(before, after, type)));
        int changed = pool.preparedQuery(CHANGE_STATUS)
                .execute(parameters)
                .await()
                .atMost(TIMEOUT)
                .size();
        if (changed != 1) {
            throw new IllegalStateException("order " + after.getId() + " is not in version " + before.getVersion());
        }
        return after;
    }

    private static OutboxEvent event(Order before, Order after, String type) {
        OrderStatusChanged payload = OrderStatusChanged.newBuilder()
                .setId(after.getId())
                .setOrder(after)
                .setPreviousStatus(before.getStatus())
                .setChangedAt(before.getCreatedAt())
                .setVersion(after.getVersion())
                .build();
        return new OutboxEvent(
                EventIds.next(),
                Topics.ORDERS,
                AggregateId.ofOrder(UUID.fromString(after.getId())),
                after.getVersion(),
                type,
                Buffer.buffer(payload.toByteArray()),
                Map.of(HeaderNames.TENANT_ID, after.getTenantId()));
    }

    @Override
    public void close() {
        pool.close().await().atMost(TIMEOUT);
        vertx.close().await().atMost(TIMEOUT);
    }
}
