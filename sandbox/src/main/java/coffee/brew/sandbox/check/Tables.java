package coffee.brew.sandbox.check;

import coffee.brew.sandbox.stack.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One connection's look at one database, all of it as it was at one moment. A table that is not there yet is empty. */
final class Tables implements AutoCloseable {
    private static final String COLUMNS =
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ?";
    private static final int FETCH_SIZE = 5_000;

    private final Connection connection;

    private Tables(Connection connection) {
        this.connection = connection;
    }

    static Tables open(Database database) throws SQLException {
        Connection connection = database.connectAsOwner();
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        return new Tables(connection);
    }

    /** What is done with one row. */
    @FunctionalInterface
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /** The columns of a table; none when it does not exist. */
    Set<String> columns(String table) throws SQLException {
        Set<String> names = new HashSet<>();
        try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
            query.setString(1, table);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    /** Reads a table when it exists. */
    void read(String table, String sql, RowReader reader) throws SQLException {
        if (columns(table).isEmpty()) {
            return;
        }
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setFetchSize(FETCH_SIZE);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    long count(String table) throws SQLException {
        long[] count = {0};
        read(table, "SELECT count(*) FROM " + table, row -> count[0] = row.getLong(1));
        return count[0];
    }

    /** The columns of {@link Facts} as a select list; NULL for those that the table does not have. */
    String factColumns(String table) throws SQLException {
        Set<String> present = columns(table);
        List<String> wanted = List.of("customer_id", "amount_cents", "currency", "tenant_id");
        return String.join(
                ", ",
                wanted.stream()
                        .map(column -> present.contains(column)
                                ? column
                                : "NULL::" + (column.equals("amount_cents") ? "bigint" : "text") + " AS " + column)
                        .toList());
    }

    static Facts facts(ResultSet row) throws SQLException {
        return new Facts(
                row.getString("customer_id"),
                row.getObject("amount_cents", Long.class),
                row.getString("currency"),
                row.getString("tenant_id"));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
