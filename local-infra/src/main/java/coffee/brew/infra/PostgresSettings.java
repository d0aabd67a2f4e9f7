package coffee.brew.infra;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The server's configuration. The durable half is asserted: without it, an acknowledged order could vanish. */
final class PostgresSettings {
    private static final Map<String, String> DURABLE =
            Map.of("fsync", "on", "full_page_writes", "on", "synchronous_commit", "on", "track_commit_timestamp", "on");

    private static final Map<String, String> SIZES = Map.of(
            "max_connections", "200",
            "shared_buffers", "256MB",
            // Checkpoints by time, not by volume, up to some thousand orders per second.
            "max_wal_size", "2GB");

    /**
     * How often a client hashes the password for each connection. More would make a password harder to guess, and ours are
     * 24 random bytes. With PostgreSQL's 4,096, it was a quarter of all that the inbox's tests computed.
     */
    static final String PASSWORD_HASHES = "scram_iterations=1";

    private PostgresSettings() {}

    static List<String> arguments(int port) {
        Map<String, String> settings = new HashMap<>(DURABLE);
        settings.putAll(SIZES);
        settings.put("listen_addresses", Ports.HOST);
        settings.put("port", String.valueOf(port));
        settings.put("unix_socket_directories", "");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        List<String> arguments = new ArrayList<>(List.of("-c", PASSWORD_HASHES));
        settings.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        return arguments;
    }

    static void assertDurable(Connection connection) throws SQLException {
        Map<String, String> effective = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name, setting FROM pg_settings")) {
            while (rows.next()) {
                effective.put(rows.getString(1), rows.getString(2));
            }
        }
        DURABLE.forEach((name, wanted) -> {
            if (!wanted.equals(effective.get(name))) {
                throw new LocalServerException(
                        "PostgreSQL runs with " + name + "=" + effective.get(name) + " and would not be durable",
                        "remove that setting from the data directory's *.conf files");
            }
        });
    }
}
