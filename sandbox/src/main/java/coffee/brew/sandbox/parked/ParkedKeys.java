package coffee.brew.sandbox.parked;

import coffee.brew.sandbox.stack.Database;
import coffee.brew.sandbox.stack.SandboxException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The parked keys of one database with an outbox. */
public final class ParkedKeys {
    private static final String LIST =
            """
            SELECT aggregate_id, event_id::text, outbox_id, attempts, error_class, error_text, parked_at::text,
                   (SELECT count(*) FROM outbox
                     WHERE outbox.lane = parked.lane AND outbox.aggregate_id = parked.aggregate_id) AS waiting
              FROM outbox_parked AS parked
             WHERE requeued_at IS NULL
             ORDER BY parked_at
            """;
    private static final String REQUEUE =
            "UPDATE outbox_parked SET requeued_at = now() WHERE aggregate_id = ? AND requeued_at IS NULL";

    private final Database database;

    public ParkedKeys(Database database) {
        this.database = database;
    }

    /** The oldest first. */
    public List<ParkedKey> list() {
        try (Connection connection = database.connectAsOwner();
                PreparedStatement query = connection.prepareStatement(LIST);
                ResultSet rows = query.executeQuery()) {
            List<ParkedKey> keys = new ArrayList<>();
            while (rows.next()) {
                keys.add(new ParkedKey(
                        rows.getString("aggregate_id"),
                        rows.getString("event_id"),
                        rows.getLong("outbox_id"),
                        rows.getLong("waiting"),
                        rows.getInt("attempts"),
                        rows.getString("error_class"),
                        rows.getString("error_text"),
                        rows.getString("parked_at")));
            }
            return keys;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * Lets the relay try the key's events again, in their order.
     *
     * @return false when the key is not parked
     */
    public boolean requeue(String aggregateId) {
        try (Connection connection = database.connectAsOwner();
                PreparedStatement update = connection.prepareStatement(REQUEUE)) {
            update.setString(1, aggregateId);
            return update.executeUpdate() == 1;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static SandboxException failure(SQLException e) {
        return new SandboxException("the outbox cannot be asked: " + e.getMessage(), "see: ./brewctl status", e);
    }
}
