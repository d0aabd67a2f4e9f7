package coffee.brew.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server's directory: data, logs, and in {@code ports} and {@code pids} what another process needs to find the
 * server. Its owner's alone.
 */
final class ServerDirectory {
    private static final String PORTS = "ports";
    private static final String PIDS = "pids";
    private static final int LOG_LINES_IN_MESSAGES = 20;
    private static final int DELETE_ATTEMPTS_MAX = 5;
    // Smaller than the smallest thing that a server writes at once.
    private static final long FULL_BELOW_BYTES = 1024 * 1024;

    // File locks are held by the whole JVM: among its threads, a monitor decides.
    private static final Map<Path, Object> MONITORS = new ConcurrentHashMap<>();

    private final Path path;
    private final boolean temporary;

    private ServerDirectory(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /** The wanted directory, created where it is missing, or a new temporary one when it is null. */
    static ServerDirectory create(@Nullable Path wanted, String server) {
        try {
            if (wanted == null) {
                return new ServerDirectory(
                        Files.createTempDirectory("brew-" + server + "-").toRealPath(), true);
            }
            // PostgreSQL may have to run as another account, which has to get through to its directory.
            Files.createDirectories(
                    wanted.toAbsolutePath().resolveSibling(""),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
            Files.createDirectories(
                    wanted, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            ServerDirectory directory = new ServerDirectory(wanted.toRealPath(), false);
            Files.delete(Files.createTempFile(directory.path, "writable", null));
            return directory;
        } catch (IOException e) {
            Path where = wanted == null ? Path.of(System.getProperty("java.io.tmpdir")) : wanted;
            throw LocalServerException.unusable("Directory of " + server + " cannot be written", where, e);
        }
    }

    static ServerDirectory existing(Path path) {
        try {
            return new ServerDirectory(Files.exists(path) ? path.toRealPath() : path, false);
        } catch (IOException e) {
            throw LocalServerException.unusable("Directory cannot be read", path, e);
        }
    }

    Path path() {
        return path;
    }

    Path resolve(String file) {
        return path.resolve(file);
    }

    boolean isTemporary() {
        return temporary;
    }

    /** Empty when no server was ever started here. */
    List<Integer> ports() {
        return read(PORTS).stream().map(Integer::valueOf).toList();
    }

    List<Long> pids() {
        return read(PIDS).stream().map(Long::valueOf).toList();
    }

    void savePorts(List<Integer> ports) {
        write(PORTS, ports);
    }

    void savePids(List<Long> pids) {
        write(PIDS, pids);
    }

    /** Runs the action while nobody else does the same in this directory. */
    <T> T exclusively(Supplier<T> action) {
        synchronized (MONITORS.computeIfAbsent(path, directory -> new Object())) {
            try (FileChannel channel =
                    FileChannel.open(resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                return action.get();
            } catch (IOException e) {
                throw LocalServerException.unusable("Directory cannot be locked", path, e);
            }
        }
    }

    /** A server did not start: quotes what it said last, and says what to do about it. */
    LocalServerException failure(String what, Path log, @Nullable Throwable cause) {
        List<String> lines = List.of();
        String said;
        try {
            lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES_IN_MESSAGES), lines.size());
            String where = temporary ? "" : "\nLog: " + log;
            said = ". It said last:\n  " + String.join("\n  ", last) + where;
        } catch (IOException e) {
            said = ". Its log cannot be read: " + e;
        }
        String advice = isFull() || lines.stream().anyMatch(LocalServerException::saysDiskIsFull)
                ? LocalServerException.freeSpaceAt(path)
                : "remove the cause that it names, then start again";
        return new LocalServerException(what + said, advice, cause);
    }

    /** Then, what a server said of it may not be in its log, which is on the same disk. */
    private boolean isFull() {
        try {
            return Files.getFileStore(path).getUsableSpace() < FULL_BELOW_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    void deleteIfTemporary() {
        if (!temporary) {
            return;
        }
        for (int attempt = 1; ; attempt++) {
            try {
                delete(path);
                return;
            } catch (IOException | UncheckedIOException e) {
                // A process that was just killed may still be removing files of its own.
                if (attempt == DELETE_ATTEMPTS_MAX) {
                    throw new LocalServerException(
                            "Directory " + path + " cannot be deleted: " + e, "delete it: rm -rf " + path, e);
                }
            }
        }
    }

    /** With all that is in it; nothing when it is not there. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private List<String> read(String file) {
        try {
            String numbers = Files.readString(resolve(file)).strip();
            return numbers.isEmpty() ? List.of() : Arrays.asList(numbers.split(" ", -1));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw LocalServerException.unusable(file + " cannot be read", path, e);
        }
    }

    private void write(String file, List<? extends Number> numbers) {
        try {
            Files.writeString(
                    resolve(file), numbers.stream().map(String::valueOf).collect(Collectors.joining(" ", "", "\n")));
        } catch (IOException e) {
            throw LocalServerException.unusable(file + " cannot be written", path, e);
        }
    }
}
