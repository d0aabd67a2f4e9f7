package coffee.brew.inbox;

import coffee.brew.inbox.OrdersTopic.Event;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** The database as the outside sees it, with the owner's eyes. */
@ApplicationScoped
class Ledger {
    record Entry(UUID eventId, long version) {}

    List<Entry> entriesOf(String orderKey) {
        List<Entry> entries = new ArrayList<>();
        query("SELECT event_id, version FROM ledger WHERE order_key = '" + orderKey + "' ORDER BY position", row -> {
            entries.add(new Entry(row.getObject(1, UUID.class), row.getLong(2)));
        });
        return entries;
    }

    /** True when each of the events had its effect exactly once. */
    boolean hasEachOnce(Collection<Event> events) {
        String ids = events.stream().map(event -> "'" + event.id() + "'").collect(Collectors.joining(","));
        Map<UUID, Integer> effects = new HashMap<>();
        query("SELECT event_id FROM ledger WHERE event_id IN (" + ids + ")", row -> {
            effects.merge(row.getObject(1, UUID.class), 1, Integer::sum);
        });
        return effects.size() == events.size() && effects.values().stream().allMatch(count -> count == 1);
    }

    long count(String sql) {
        List<Long> counts = new ArrayList<>();
        query(sql, row -> counts.add(row.getLong(1)));
        return counts.get(0);
    }

    void query(String sql, RowReader reader) {
        try (Connection connection = asOwner();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                reader.read(row);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql) {
        try (Connection connection = asOwner();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Connection asOwner() throws SQLException {
        return connect("quarkus.flyway");
    }

    Connection asService() throws SQLException {
        return connect("quarkus.datasource");
    }

    private static Connection connect(String credentials) throws SQLException {
        Config config = ConfigProvider.getConfig();
        return DriverManager.getConnection(
                config.getValue("quarkus.datasource.jdbc.url", String.class),
                config.getValue(credentials + ".username", String.class),
                config.getValue(credentials + ".password", String.class));
    }

    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }
}
