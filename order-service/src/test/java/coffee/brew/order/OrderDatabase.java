package coffee.brew.order;

import coffee.brew.infra.LocalPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** The service's database, seen from outside as superuser. */
final class OrderDatabase implements AutoCloseable {
    private final Connection connection;

    /** That of the application that this JVM tests. */
    OrderDatabase(LocalPostgres postgres) {
        this(postgres, nameOfApplicationsDatabase());
    }

    OrderDatabase(LocalPostgres postgres, String name) {
        try {
            connection = postgres.connect(name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String nameOfApplicationsDatabase() {
        String url = ConfigProvider.getConfig().getValue("quarkus.datasource.jdbc.url", String.class);
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /** The first column of the only row, as text. */
    String text(String sql, Object... parameters) {
        List<String> texts = texts(sql, parameters);
        if (texts.size() != 1) {
            throw new AssertionError(texts.size() + " rows: " + sql);
        }
        return texts.get(0);
    }

    /** The first column of all rows, as text. */
    List<String> texts(String sql, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<String> texts = new ArrayList<>();
                while (rows.next()) {
                    texts.add(String.valueOf(rows.getObject(1)));
                }
                return texts;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long count(String sql, Object... parameters) {
        return Long.parseLong(text(sql, parameters));
    }

    long ordersOf(String customerId) {
        return count("SELECT count(*) FROM orders WHERE customer_id = ?", customerId);
    }

    /** Keeps every statement that writes orders waiting, until {@code COMMIT} is executed. */
    void holdUpOrders() {
        execute("BEGIN");
        execute("LOCK TABLE orders IN SHARE MODE");
    }

    long statementsHeldUp() {
        return count("SELECT count(*) FROM pg_locks WHERE relation = 'orders'::regclass AND NOT granted");
    }

    void execute(String sql) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
