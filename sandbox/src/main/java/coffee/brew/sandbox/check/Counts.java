package coffee.brew.sandbox.check;

import coffee.brew.sandbox.stack.SandboxException;
import coffee.brew.sandbox.stack.Service;
import coffee.brew.sandbox.stack.StackState;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many rows there are, without a look at what they say; cheap enough to be read several times a second.
 *
 * @param outboxPending rows that wait to be published
 */
public record Counts(long orders, long outboxPending, long reservations, long notifications, long view) {

    /** Reads them now, one database after the other. */
    public static Counts read(StackState stack) {
        try (Tables orders = Tables.open(stack.database(Service.ORDER));
                Tables inventory = Tables.open(stack.database(Service.INVENTORY));
                Tables notification = Tables.open(stack.database(Service.NOTIFICATION));
                Tables query = Tables.open(stack.database(Service.QUERY))) {
            return new Counts(
                    orders.count("orders"),
                    orders.count("outbox"),
                    inventory.count(EffectTable.RESERVATIONS.table()),
                    notification.count(EffectTable.NOTIFICATIONS.table()),
                    query.count(EffectTable.VIEW.table()));
        } catch (SQLException e) {
            throw new SandboxException("the databases cannot be read: " + e.getMessage(), "see: ./brewctl status", e);
        }
    }

    /** Which node reserved how many. */
    public static Map<String, Long> reservationsByNode(StackState stack) {
        Map<String, Long> byNode = new TreeMap<>();
        try (Tables tables = Tables.open(stack.database(Service.INVENTORY))) {
            tables.read(
                    EffectTable.RESERVATIONS.table(),
                    "SELECT reserved_by, count(*) FROM inventory_reservations GROUP BY reserved_by",
                    row -> byNode.put(row.getString(1), row.getLong(2)));
            return byNode;
        } catch (SQLException e) {
            throw new SandboxException("the databases cannot be read: " + e.getMessage(), "see: ./brewctl status", e);
        }
    }

    /** Whether everything has arrived everywhere. */
    public boolean isConverged(long expected) {
        return orders == expected
                && outboxPending == 0
                && reservations == expected
                && notifications == expected
                && view == expected;
    }

    /** All on one line, as counters are read. */
    public String line() {
        return "orders=%d outbox_pending=%d reservations=%d notifications=%d view=%d"
                .formatted(orders, outboxPending, reservations, notifications, view);
    }
}
