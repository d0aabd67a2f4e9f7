package coffee.brew.infra;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL 18 on loopback, durable, with passwords.
 *
 * <ol>
 *   <li>It accepts connections when {@link #start} or {@link #restart} returns.
 *   <li>It is gone when {@link #stop}, {@link #kill} or {@link #close} returns.
 *   <li>It does not outlive the JVM that started it. A temporary directory goes with it.
 *   <li>Kept data start again with the same databases, roles and passwords.
 * </ol>
 *
 * <p>Thread-safe. Failures are {@link LocalServerException}s that say what to do.
 */
public final class LocalPostgres implements AutoCloseable {
    /** Names, for all class loaders of this JVM, the directory of the shared server. */
    private static final String SHARED = "coffee.brew.infra.postgres";

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final ServerDirectory directory;
    private final int port;
    private final Passwords passwords;
    private @Nullable Watchdog watchdog;

    /**
     * Where the data live and which port they are served on.
     *
     * @param directory kept when the server stops; null: a temporary one, deleted when the server is closed
     * @param port 0: any free one
     */
    public record Options(@Nullable Path directory, int port) {
        /** A temporary directory and any free port. */
        public static Options throwAway() {
            return new Options(null, 0);
        }

        public static Options keptIn(Path directory) {
            return new Options(directory, 0);
        }

        public Options withPort(int fixedPort) {
            return new Options(directory, fixedPort);
        }
    }

    private LocalPostgres(ServerDirectory directory, int port) {
        this.directory = directory;
        this.port = port;
        this.passwords = new Passwords(directory.path());
    }

    /** A new server with throw-away data on a free port; takes 1 to 3 s. */
    public static LocalPostgres start() {
        return start(Options.throwAway());
    }

    /** Starts a server; kept data are served again within about 0.2 s. */
    public static LocalPostgres start(Options options) {
        ServerDirectory directory = ServerDirectory.create(options.directory(), "postgres");
        int port = options.port() == 0 ? Ports.free() : options.port();
        LocalPostgres server = new LocalPostgres(directory, port);
        try {
            return directory.exclusively(server::launch);
        } catch (RuntimeException e) {
            server.release();
            throw e;
        }
    }

    /** The server that runs on data kept in the directory, whoever started it. */
    public static Optional<LocalPostgres> find(Path directory) {
        ServerDirectory kept = ServerDirectory.existing(directory);
        return kept.ports().stream()
                .map(port -> new LocalPostgres(kept, port))
                .filter(LocalPostgres::isRunning)
                .findFirst();
    }

    /**
     * The one server that everything in this JVM shares, whatever the class loader; started by the first call, stopped
     * with the JVM. Whoever stops it for a test starts it again; nobody closes it.
     */
    public static LocalPostgres shared() {
        // Class loaders have few objects in common, constant strings among them.
        synchronized (SHARED) {
            String known = System.getProperty(SHARED);
            if (known == null) {
                LocalPostgres server = start();
                System.setProperty(SHARED, server.directory.path().toString());
                return server;
            }
            ServerDirectory directory = ServerDirectory.existing(Path.of(known));
            return new LocalPostgres(directory, directory.ports().get(0));
        }
    }

    /**
     * Creates the database and its roles {@code <name>_owner} and {@code <name>_service} where they are missing.
     *
     * @param name lower-case letters, digits and underscores, at most 55
     */
    public ServiceDatabase createDatabase(String name) {
        DatabaseProvisioning.requireName(name);
        try (Connection connection = connect("postgres")) {
            return new DatabaseProvisioning(connection, passwords).create(name, port);
        } catch (SQLException e) {
            throw new LocalServerException(
                    "Database " + name + " cannot be created: " + e.getMessage(), "see the server's log, " + log(), e);
        }
    }

    /** A connection as superuser, for tests that look at a database from outside. The caller closes it. */
    public Connection connect(String database) throws SQLException {
        return new Superuser(passwords).connect(database, port);
    }

    public String host() {
        return Ports.HOST;
    }

    public int port() {
        return port;
    }

    /** The main server process, also when it has ended. */
    public long pid() {
        return directory.pids().get(0);
    }

    public boolean isRunning() {
        return process().isAlive();
    }

    /** Data and logs; by it, another process finds the server. */
    public Path directory() {
        return directory.path();
    }

    public Path log() {
        return directory.resolve(PostgresLaunch.LOG_FILE);
    }

    /** SIGKILL to every process of the server: a crash. */
    public synchronized void kill() {
        process().kill();
    }

    /** A fast shutdown: sessions are cut, a checkpoint is written. Does nothing when it is not running. */
    public synchronized void stop() {
        ServerProcess process = process();
        process.signal("INT");
        if (!process.hasEndedWithin(STOP_TIMEOUT)) {
            process.kill();
        }
    }

    /** Stops the server, if it runs, and serves the same data on the same port again. */
    public synchronized void restart() {
        stop();
        launch();
    }

    /** Stops the server; a temporary directory is deleted. */
    @Override
    public synchronized void close() {
        stop();
        release();
    }

    private void release() {
        directory.deleteIfTemporary();
        if (watchdog != null) {
            watchdog.dismiss();
            watchdog = null;
        }
    }

    private LocalPostgres launch() {
        if (watchdog == null) {
            watchdog = new Watchdog("INT", directory.isTemporary() ? directory.path() : null);
        }
        new PostgresLaunch(directory, port, new Superuser(passwords)).run(watchdog);
        return this;
    }

    private ServerProcess process() {
        return ServerProcess.existing(PostgresLaunch.NAME, pid(), directory, log());
    }
}
