package coffee.brew.system;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Stops a table's statements of one kind until it is opened: a trigger waits for an advisory lock that this object
 * holds. So a test can halt a service at an exact point between two of its steps.
 */
final class Barrier implements AutoCloseable {
    private static final int KEY = 4711;

    private final Connection connection;
    private final String table;

    private Barrier(Connection connection, String table) {
        this.connection = connection;
        this.table = table;
    }

    /** Halts every later {@code operation} (INSERT, DELETE) on the table, before it touches a row. */
    static Barrier before(String operation, String table, Connection owner) throws SQLException {
        Barrier barrier = new Barrier(owner, table);
        barrier.execute("SELECT pg_advisory_lock(%d)".formatted(KEY));
        barrier.execute(
                """
                CREATE OR REPLACE FUNCTION barrier() RETURNS trigger LANGUAGE plpgsql SET lock_timeout = 0 AS $$
                BEGIN
                    PERFORM pg_advisory_xact_lock_shared(%d);
                    RETURN NULL;
                END $$"""
                        .formatted(KEY));
        barrier.execute("CREATE TRIGGER barrier BEFORE %s ON %s FOR EACH STATEMENT EXECUTE FUNCTION barrier()"
                .formatted(operation, table));
        return barrier;
    }

    /** Waits until a session stands before the barrier. */
    Barrier awaitSomebody() {
        await("a session stands before the barrier").atMost(Brew.TIMEOUT).until(() -> waiting() > 0);
        return this;
    }

    long waiting() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /**
     * Ends the sessions that stand before the barrier. The server would otherwise finish the statement of a client that
     * is long dead.
     */
    void endThoseWhoWait(Connection superuser) throws SQLException {
        try (superuser;
                Statement statement = superuser.createStatement()) {
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
        }
        await("nobody waits").atMost(Brew.TIMEOUT).until(() -> waiting() == 0);
    }

    void open() throws SQLException {
        execute("SELECT pg_advisory_unlock_all()");
    }

    @Override
    public void close() throws SQLException {
        open();
        execute("DROP TRIGGER barrier ON " + table);
        connection.close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
