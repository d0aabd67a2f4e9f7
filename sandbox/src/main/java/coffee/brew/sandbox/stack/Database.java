package coffee.brew.sandbox.stack;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * One service's database.
 *
 * @param jdbcUrl without credentials
 * @param role the service's role, without the right to change tables
 * @param ownerRole the role that owns and migrates the tables
 */
public record Database(
        String name, String jdbcUrl, String role, String password, String ownerRole, String ownerPassword) {

    /** A connection with the owner's rights: reads and wipes all tables. */
    public Connection connectAsOwner() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, ownerRole, ownerPassword);
    }
}
