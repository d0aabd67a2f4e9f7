package coffee.brew.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LocalPostgresTest {
    private final LocalPostgres postgres = LocalPostgres.shared();

    @Test
    void sharedServerWritesDurably() throws SQLException {
        // Given
        String query = "SELECT string_agg(current_setting(name), ',') FROM unnest("
                + "ARRAY['fsync', 'full_page_writes', 'synchronous_commit', 'track_commit_timestamp']) name";
        // When
        String settings = ask("postgres", query);
        // Then
        assertThat(settings).isEqualTo("on,on,on,on");
    }

    @Test
    void everyCallerSharesOneServer() {
        // When
        LocalPostgres again = LocalPostgres.shared();
        // Then
        assertThat(again.pid()).isEqualTo(postgres.pid());
        assertThat(again.isRunning()).isTrue();
    }

    @Test
    void serverListensOnLoopbackOnly() throws SQLException {
        // When
        String addresses = ask("postgres", "SELECT current_setting('listen_addresses')");
        // Then
        assertThat(addresses).isEqualTo("127.0.0.1");
    }

    @Test
    void databaseIsCreatedOnceAndItsPasswordsStay() {
        // Given
        ServiceDatabase first = postgres.createDatabase("brew_twice");
        // When
        ServiceDatabase second = postgres.createDatabase("brew_twice");
        // Then
        assertThat(second).isEqualTo(first);
    }

    @Test
    void ownerCreatesTablesAndServiceRoleUsesThemAsGranted() throws SQLException {
        // Given
        ServiceDatabase database = postgres.createDatabase("brew_granted");
        try (Connection owner = asOwner(database);
                Statement migration = owner.createStatement()) {
            migration.execute("CREATE TABLE things (id INT)");
            migration.execute("GRANT INSERT ON things TO " + database.serviceUser());
        }
        try (Connection service = asService(database);
                Statement statement = service.createStatement()) {
            // When
            int inserted = statement.executeUpdate("INSERT INTO things VALUES (1)");
            // Then
            assertThat(inserted).isOne();
            assertRefused(() -> statement.execute("SELECT * FROM things"));
        }
    }

    @Test
    void serviceRoleCannotCreateAnything() throws SQLException {
        // Given
        ServiceDatabase database = postgres.createDatabase("brew_denied");
        try (Connection service = asService(database);
                Statement statement = service.createStatement()) {
            // Then
            assertRefused(() -> statement.execute("CREATE TABLE mine (id INT)"));
            assertRefused(() -> statement.execute("CREATE TEMPORARY TABLE mine (id INT)"));
            assertRefused(() -> statement.execute("CREATE SCHEMA mine"));
        }
    }

    @Test
    void serviceRoleCannotConnectToAnotherServicesDatabase() {
        // Given
        ServiceDatabase mine = postgres.createDatabase("brew_mine");
        ServiceDatabase yours = postgres.createDatabase("brew_yours");
        // Then
        assertRefused(() -> DriverManager.getConnection(yours.jdbcUrl(), mine.serviceUser(), mine.servicePassword())
                .close());
    }

    @Test
    void serviceRolesStatementsAndWaitsHaveLimits() throws SQLException {
        // Given
        ServiceDatabase database = postgres.createDatabase("brew_limits");
        try (Connection service = asService(database);
                Statement statement = service.createStatement();
                // When
                ResultSet row = statement.executeQuery("SELECT current_setting('statement_timeout'),"
                        + " current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout')")) {
            row.next();
            // Then
            assertThat(row.getString(1) + " " + row.getString(2) + " " + row.getString(3))
                    .isEqualTo("15s 5s 10s");
        }
    }

    @Test
    void nameThatIsNoPlainIdentifierIsRefused() {
        assertThatThrownBy(() -> postgres.createDatabase("brew; DROP DATABASE postgres"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String ask(String database, String query) throws SQLException {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private static Connection asOwner(ServiceDatabase database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
    }

    private static Connection asService(ServiceDatabase database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.serviceUser(), database.servicePassword());
    }

    private static void assertRefused(ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(SQLException.class, refusal -> assertThat(refusal.getSQLState())
                        .isEqualTo("42501"));
    }
}
