package coffee.brew.notification;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/** Looks into the service's database, as its owner or as the service. */
final class TestDatabase {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private TestDatabase() {}

    static Connection asOwner() throws SQLException {
        return connect("quarkus.flyway");
    }

    static Connection asService() throws SQLException {
        return connect("quarkus.datasource");
    }

    private static Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(
                RunningService.setting("quarkus.datasource.jdbc.url"),
                credential(role, "username"),
                credential(role, "password"));
    }

    /** The containers of Dev Services have one role for everything. */
    private static String credential(String role, String name) {
        return ConfigProvider.getConfig()
                .getOptionalValue(role + "." + name, String.class)
                .orElseGet(() -> RunningService.setting("quarkus.datasource." + name));
    }

    /** The rows as the owner sees them, by column name. */
    static List<Map<String, Object>> query(String sql, Object... parameters) throws SQLException {
        try (Connection connection = asOwner();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<Map<String, Object>> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    Map<String, Object> row = new LinkedHashMap<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.put(result.getMetaData().getColumnLabel(i), result.getObject(i));
                    }
                    rows.add(row);
                }
            }
            return rows;
        }
    }

    static void awaitProcessed(UUID eventId) {
        await().atMost(TIMEOUT).until(() -> !query("SELECT 1 FROM processed_events WHERE event_id = ?", eventId)
                .isEmpty());
    }

    static int update(String sql) throws SQLException {
        try (Connection connection = asOwner();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return statement.executeUpdate();
        }
    }
}
