package coffee.brew.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffee.brew.infra.LocalPostgres.Options;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresDataTest {
    @TempDir
    Path directory;

    @Test
    void keptDataStartAgainWithTheSamePasswordsOnTheSamePort() throws SQLException {
        // Given
        Options options = Options.keptIn(directory).withPort(Ports.free());
        ServiceDatabase before;
        try (LocalPostgres first = LocalPostgres.start(options)) {
            before = first.createDatabase("brew_kept");
            execute(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        }
        // When
        try (LocalPostgres second = LocalPostgres.start(options)) {
            ServiceDatabase after = second.createDatabase("brew_kept");
            // Then
            assertThat(after).isEqualTo(before);
            assertThat(answer(second)).isEqualTo(42);
        }
    }

    @Test
    void committedRowsSurviveCrashAndRestart() throws SQLException {
        try (LocalPostgres postgres = LocalPostgres.start()) {
            // Given
            execute(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
            long crashed = postgres.pid();
            // When
            postgres.kill();
            boolean running = postgres.isRunning();
            postgres.restart();
            // Then
            assertThat(running).isFalse();
            assertThat(postgres.pid()).isNotEqualTo(crashed);
            assertThat(answer(postgres)).isEqualTo(42);
        }
    }

    @Test
    void runningServerIsFoundByItsDirectoryAndNotStartedTwice() {
        try (LocalPostgres running = LocalPostgres.start(Options.keptIn(directory))) {
            // When
            LocalPostgres found = LocalPostgres.find(directory).orElseThrow();
            // Then
            assertThat(found.pid()).isEqualTo(running.pid());
            assertThat(found.createDatabase("brew_found")).isEqualTo(running.createDatabase("brew_found"));
            assertThatThrownBy(() -> LocalPostgres.start(Options.keptIn(directory)))
                    .isInstanceOf(LocalServerException.class)
                    .hasMessageContaining("in use by a live PostgreSQL, pid " + running.pid());
        }
        assertThat(LocalPostgres.find(directory)).isEmpty();
    }

    @Test
    void passwordsAreReadableByTheirOwnerOnly() throws IOException {
        try (LocalPostgres postgres = LocalPostgres.start(Options.keptIn(directory))) {
            // When
            postgres.createDatabase("brew_secret");
        }
        // Then
        Path passwords = directory.resolve("passwords.properties");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(passwords)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(passwords)).contains("brew_secret_owner").contains("brew_secret_service");
    }

    @Test
    void temporaryDirectoryIsDeletedOnClose() {
        // Given
        LocalPostgres postgres = LocalPostgres.start();
        Path temporary = postgres.directory();
        // When
        postgres.close();
        // Then
        assertThat(temporary).doesNotExist();
    }

    @Test
    void takenPortIsNamedTogetherWithTheServer() throws IOException {
        // Given
        try (ServerSocket somebody = new ServerSocket(Ports.free(), 1, InetAddress.getLoopbackAddress())) {
            Options options = Options.keptIn(directory).withPort(somebody.getLocalPort());
            // Then
            assertThatThrownBy(() -> LocalPostgres.start(options))
                    .isInstanceOf(LocalServerException.class)
                    .hasMessageContaining("Port " + somebody.getLocalPort() + " of PostgreSQL is taken");
        }
    }

    @Test
    void dataOfAnotherVersionAreRefused() throws IOException {
        // Given
        Files.createDirectories(directory.resolve("data"));
        Files.writeString(directory.resolve("data/PG_VERSION"), "14\n");
        // Then
        assertThatThrownBy(() -> LocalPostgres.start(Options.keptIn(directory)))
                .isInstanceOf(LocalServerException.class)
                .hasMessageContaining("holds data of PostgreSQL 14");
    }

    @Test
    void directoryThatCannotBeWrittenIsRefused() throws IOException {
        // Given
        Path file = Files.createFile(directory.resolve("file"));
        // Then
        assertThatThrownBy(() -> LocalPostgres.start(Options.keptIn(file.resolve("below"))))
                .isInstanceOf(LocalServerException.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void serverThatDiesWhileStartingIsQuoted() throws IOException {
        // Given
        LocalPostgres.start(Options.keptIn(directory)).close();
        Files.writeString(directory.resolve("data/postgresql.conf"), "shared_buffers = some\n");
        // Then
        assertThatThrownBy(() -> LocalPostgres.start(Options.keptIn(directory)))
                .isInstanceOf(LocalServerException.class)
                .hasMessageContaining("configuration file")
                .hasMessageContaining("postgres.log");
    }

    @Test
    void serverThatCannotBeMadeKnownDoesNotStay() throws IOException {
        // Given
        Files.createDirectories(directory.resolve("ports/is-no-file"));
        // When
        assertThatThrownBy(() -> LocalPostgres.start(Options.keptIn(directory)))
                .isInstanceOf(LocalServerException.class)
                .hasMessageContaining("ports cannot be written");
        // Then
        String data = directory.resolve("data").toString();
        assertThat(ProcessHandle.allProcesses().filter(process -> process.info().arguments().stream()
                        .anyMatch(arguments -> List.of(arguments).contains(data))))
                .isEmpty();
    }

    @Test
    void lostPasswordsAreReported() throws IOException {
        // Given
        LocalPostgres.start(Options.keptIn(directory)).close();
        Files.delete(directory.resolve("passwords.properties"));
        // Then
        assertThatThrownBy(() -> LocalPostgres.start(Options.keptIn(directory)))
                .isInstanceOf(LocalServerException.class)
                .hasMessageContaining("restore passwords.properties");
    }

    private static void execute(LocalPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int answer(LocalPostgres postgres) throws SQLException {
        try (Connection connection = postgres.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT answer FROM kept")) {
            row.next();
            return row.getInt(1);
        }
    }
}
