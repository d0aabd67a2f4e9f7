package coffee.brew.sandbox.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The folder of a stack: {@code state.json}, {@code logs/}, {@code postgres/}, {@code kafka/}; each its owner's alone. */
public final class StackFolder {
    private static final List<String> DATA = List.of("postgres", "kafka");

    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rwx------");
    // PostgreSQL may have to run as another account, which has to get through to its own folder.
    private static final Set<PosixFilePermission> PASSABLE = PosixFilePermissions.fromString("rwx--x--x");

    private StackFolder() {}

    /** Creates the folder and that of its logs. */
    static void create(Path directory) {
        create(directory, System.getProperty("user.name"));
    }

    static void create(Path directory, String user) {
        try {
            Files.createDirectories(logs(directory));
            Files.setPosixFilePermissions(logs(directory), OWNER_ALONE);
            Files.setPosixFilePermissions(directory, user.equals("root") ? PASSABLE : OWNER_ALONE);
        } catch (IOException e) {
            throw new SandboxException(
                    "%s cannot be made: %s".formatted(directory, e.getMessage()),
                    "make room, or see who may write there",
                    e);
        }
    }

    /** One file for each node, {@code NODE.log}. */
    public static Path logs(Path directory) {
        return directory.resolve("logs");
    }

    /** Deletes databases and topics; nothing may run. */
    public static void deleteData(Path directory) {
        DATA.forEach(part -> delete(directory.resolve(part)));
    }

    /** Deletes a folder and all that is in it. */
    public static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}
