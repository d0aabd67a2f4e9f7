package coffee.brew.sandbox.load;

import coffee.brew.sandbox.stack.Database;
import coffee.brew.sandbox.stack.SandboxException;
import coffee.brew.sandbox.stack.Service;
import coffee.brew.sandbox.stack.StackState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How long an accepted order took to appear in the view: the difference of two commit times, both written by the one
 * PostgreSQL server, so that no two clocks are compared.
 */
final class Visibility {
    private static final String COUNT_SEEN = "SELECT count(*) FROM orders_view WHERE tenant_id = ?";
    private static final String COMMITTED =
            """
            SELECT id::text, (extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000000)::bigint
              FROM %s WHERE tenant_id = ?
            """;
    private static final Duration SEEN_MAX = Duration.ofMinutes(2);
    private static final long POLL_MS = 250;
    private static final int PRECISION_DIGITS = 3;

    private final StackState stack;
    private final String tenantId;

    Visibility(StackState stack, String tenantId) {
        this.stack = stack;
        this.tenantId = tenantId;
    }

    /** Microseconds from commit to commit; empty when the view does not have the given number of orders in time. */
    Optional<Histogram> measure(long expected) {
        try {
            if (!stack.nodes(Service.QUERY).isEmpty() && awaitSeen(expected)) {
                Map<String, Long> placed = committedUs(stack.database(Service.ORDER), "orders");
                Histogram between = new Histogram(PRECISION_DIGITS);
                committedUs(stack.database(Service.QUERY), "orders_view")
                        .forEach((id, seen) -> between.recordValue(Math.max(0, seen - placed.getOrDefault(id, seen))));
                return Optional.of(between);
            }
            return Optional.empty();
        } catch (SQLException e) {
            throw new SandboxException("the databases cannot be read: " + e.getMessage(), "see: ./brewctl status", e);
        }
    }

    private boolean awaitSeen(long expected) throws SQLException {
        long deadline = System.nanoTime() + SEEN_MAX.toNanos();
        try (Connection connection = stack.database(Service.QUERY).connectAsOwner();
                PreparedStatement count = connection.prepareStatement(COUNT_SEEN)) {
            count.setString(1, tenantId);
            while (System.nanoTime() < deadline) {
                try (ResultSet row = count.executeQuery()) {
                    if (row.next() && row.getLong(1) >= expected) {
                        return true;
                    }
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("interrupted", "", e);
        }
    }

    private Map<String, Long> committedUs(Database database, String table) throws SQLException {
        Map<String, Long> times = new HashMap<>();
        try (Connection connection = database.connectAsOwner();
                PreparedStatement query = connection.prepareStatement(COMMITTED.formatted(table))) {
            query.setString(1, tenantId);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    times.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return times;
    }
}
