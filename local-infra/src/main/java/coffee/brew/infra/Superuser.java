package coffee.brew.infra;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL's first role, whose password is generated with the data. */
record Superuser(Passwords passwords) {
    String name() {
        return "postgres";
    }

    String password() {
        return passwords.of(name());
    }

    // Not DriverManager: it offers only drivers that the caller's class loader sees, and Quarkus has several loaders.
    Connection connect(String database, int port) throws SQLException {
        PGSimpleDataSource server = new PGSimpleDataSource();
        server.setUrl("jdbc:postgresql://" + Ports.HOST + ":" + port + "/" + database);
        return server.getConnection(name(), password());
    }
}
