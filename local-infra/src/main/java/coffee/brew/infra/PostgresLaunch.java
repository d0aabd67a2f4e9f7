package coffee.brew.infra;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One start of the server: examines its data, makes them when there are none, and waits until it is ready. */
final class PostgresLaunch {
    static final String NAME = "PostgreSQL";
    static final String LOG_FILE = "postgres.log";

    /** Of the binaries in the POM. */
    private static final String MAJOR_VERSION = "18";

    private static final System.Logger LOG = System.getLogger(PostgresLaunch.class.getName());
    private static final Duration INITDB_TIMEOUT = Duration.ofSeconds(60);
    // Recovery after a crash replays at most max_wal_size.
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
    // SQLSTATE class: invalid authorization specification.
    private static final String REFUSED = "28";

    private final ServerDirectory directory;
    private final Path data;
    private final int port;
    private final Superuser superuser;

    PostgresLaunch(ServerDirectory directory, int port, Superuser superuser) {
        this.directory = directory;
        this.data = directory.resolve("data");
        this.port = port;
        this.superuser = superuser;
    }

    void run(Watchdog watchdog) {
        requireUsable();
        Ports.requireFree(port, NAME);
        Path programs = PostgresBinaries.unpacked().resolve("bin");
        PostgresAccount account = PostgresAccount.choose();
        account.user()
                .ifPresent(name -> LOG.log(
                        System.Logger.Level.INFO,
                        "PostgreSQL does not run as root and unshare is denied here: running it as user={0}",
                        name));
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialize(account, programs);
        }
        account.own(directory);
        List<String> arguments = new ArrayList<>(List.of("-D", data.toString()));
        arguments.addAll(PostgresSettings.arguments(port));
        ServerProcess process = ServerProcess.start(
                NAME, account.command(programs.resolve("postgres"), arguments), Map.of(), directory.resolve(LOG_FILE));
        try {
            watchdog.guard(List.of(process.pid()));
            awaitReady(process);
            // Behind runuser, the server is a child of what was started.
            long pid = pidInData();
            watchdog.guard(List.of(pid));
            directory.savePids(List.of(pid));
            directory.savePorts(List.of(port));
        } catch (RuntimeException e) {
            process.kill();
            throw e;
        }
    }

    private void requireUsable() {
        try {
            Path versionFile = data.resolve("PG_VERSION");
            if (!Files.exists(versionFile)) {
                return;
            }
            String version = Files.readString(versionFile).strip();
            if (!version.equals(MAJOR_VERSION)) {
                throw new LocalServerException(
                        "Directory " + directory.path() + " holds data of PostgreSQL " + version
                                + ", and this is PostgreSQL " + MAJOR_VERSION,
                        "choose another directory, or move this one away");
            }
        } catch (IOException e) {
            throw LocalServerException.unusable("PostgreSQL's directory cannot be read", data, e);
        }
        if (Files.exists(data.resolve("postmaster.pid"))
                && ServerProcess.existing(NAME, pidInData(), directory, directory.resolve(LOG_FILE))
                        .isAlive()) {
            throw new LocalServerException(
                    "Directory " + directory.path() + " is in use by a live PostgreSQL, pid " + pidInData(),
                    "stop that one, or choose another directory");
        }
    }

    private long pidInData() {
        try {
            return Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        } catch (IOException e) {
            throw LocalServerException.unusable("PostgreSQL's directory cannot be read", data, e);
        }
    }

    /** As a whole or not at all: an initdb that is killed leaves what the next start throws away. */
    private void initialize(PostgresAccount account, Path programs) {
        Path log = directory.resolve("initdb.log");
        Path password = directory.resolve("superuser.password");
        Path draft = directory.resolve("data.new");
        try {
            Files.deleteIfExists(log);
            // An initdb whose JVM was killed goes on, and would take what is new for its own.
            directory.pids().forEach(pid -> ServerProcess.existing(NAME, pid, directory, log)
                    .kill());
            ServerDirectory.delete(draft);
            Files.deleteIfExists(password);
            Files.createFile(
                    password, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(password, superuser.password());
            account.own(directory);
            int exit = ServerProcess.run(
                    account.command(programs.resolve("initdb"), initdbArguments(draft, password)),
                    log,
                    INITDB_TIMEOUT,
                    pid -> directory.savePids(List.of(pid)));
            Files.delete(password);
            if (exit != 0) {
                throw directory.failure(
                        "PostgreSQL's data cannot be initialised: initdb ended with exit code " + exit, log, null);
            }
            Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
            // Otherwise a power cut could give the data back the name of a draft.
            try (FileChannel names = FileChannel.open(directory.path(), StandardOpenOption.READ)) {
                names.force(true);
            }
        } catch (IOException e) {
            throw LocalServerException.unusable("PostgreSQL's directory cannot be written", directory.path(), e);
        }
    }

    private List<String> initdbArguments(Path draft, Path password) {
        List<String> arguments = new ArrayList<>(List.of("-D", draft.toString(), "-U", superuser.name()));
        arguments.addAll(List.of("--pwfile", password.toString(), "--auth", "scram-sha-256"));
        arguments.addAll(List.of("--set", PostgresSettings.PASSWORD_HASHES));
        arguments.addAll(List.of("--encoding", "UTF8", "--locale", "C"));
        arguments.addAll(List.of("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"));
        if (directory.isTemporary()) {
            // What a power cut destroys would have been deleted anyway.
            arguments.add("--no-sync");
        }
        return arguments;
    }

    private void awaitReady(ServerProcess process) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            try (Connection connection = superuser.connect("postgres", port)) {
                PostgresSettings.assertDurable(connection);
                return;
            } catch (SQLException notYet) {
                if (REFUSED.regionMatches(0, String.valueOf(notYet.getSQLState()), 0, REFUSED.length())) {
                    throw new LocalServerException(
                            "The passwords kept in " + directory.path() + " are not those of its data",
                            "restore passwords.properties, or choose another directory");
                }
                if (process.hasEndedWithin(POLL_INTERVAL)) {
                    throw directory.failure("PostgreSQL ended while starting", process.log(), null);
                }
                if (System.nanoTime() > deadline) {
                    throw directory.failure(
                            "PostgreSQL accepts no connection after " + START_TIMEOUT, process.log(), notYet);
                }
            }
        }
    }
}
