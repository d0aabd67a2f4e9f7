package coffee.brew.infra;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;

/** Databases with their two roles. Every step may be repeated. */
final class DatabaseProvisioning {
    // PostgreSQL cuts names at 63 bytes; the longest role is the name and eight characters more.
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,54}");

    private static final List<String> LIMITS =
            List.of("statement_timeout = '15s'", "lock_timeout = '5s'", "idle_in_transaction_session_timeout = '10s'");

    private static final int LOCK = 1_112_688_983;

    private final Connection superuser;
    private final Passwords passwords;

    DatabaseProvisioning(Connection superuser, Passwords passwords) {
        this.superuser = superuser;
        this.passwords = passwords;
    }

    static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Database name \"" + name + "\" does not match " + NAME);
        }
    }

    ServiceDatabase create(String name, int port) throws SQLException {
        // Until this connection is closed, no other process does the same.
        execute("SELECT pg_advisory_lock(" + LOCK + ")");
        String owner = name + "_owner";
        String service = name + "_service";
        createRole(owner);
        createRole(service);
        if (!exists("SELECT 1 FROM pg_database WHERE datname = ?", name)) {
            execute("CREATE DATABASE " + name + " OWNER " + owner);
        }
        execute("REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
        execute("GRANT CONNECT ON DATABASE " + name + " TO " + service);
        for (String limit : LIMITS) {
            execute("ALTER ROLE " + service + " SET " + limit);
        }
        return new ServiceDatabase(name, Ports.HOST, port, owner, passwords.of(owner), service, passwords.of(service));
    }

    private void createRole(String role) throws SQLException {
        if (!exists("SELECT 1 FROM pg_roles WHERE rolname = ?", role)) {
            execute("CREATE ROLE " + role);
        }
        // Always: the server may have stopped between the two statements.
        execute("ALTER ROLE " + role + " LOGIN PASSWORD '" + passwords.of(role) + "'");
    }

    private boolean exists(String query, String name) throws SQLException {
        try (PreparedStatement statement = superuser.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }
}
