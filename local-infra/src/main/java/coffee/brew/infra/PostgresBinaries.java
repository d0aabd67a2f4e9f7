package coffee.brew.infra;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once per machine and user from the archive on the class path. */
final class PostgresBinaries {
    private static final int DIGITS_OF_HASH = 16;
    private static final int OWNER_EXECUTES = 0100;

    private PostgresBinaries() {}

    /** The directory that has {@code bin/postgres}; about 75 MB. Safe to call from several processes and threads at once. */
    static synchronized Path unpacked() {
        String archive = archiveName();
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
            if (packed == null) {
                throw new LocalServerException(
                        "There is no PostgreSQL for this machine on the class path (" + archive
                                + "): Linux and macOS on x86_64 and arm64 are supported",
                        "build on the machine that runs it");
            }
            byte[] bytes = packed.readAllBytes();
            Path cache = cache();
            Path home = cache.resolve("postgresql-" + hash(bytes));
            try (FileChannel lock =
                    FileChannel.open(cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                if (!Files.isExecutable(home.resolve("bin/postgres"))) {
                    Path partial = Files.createTempDirectory(cache, "unpacking-");
                    unpack(bytes, partial);
                    Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
                    Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
                }
            }
            return home;
        } catch (IOException e) {
            throw LocalServerException.unusable("PostgreSQL's programs cannot be unpacked", cache(), e);
        }
    }

    private static String archiveName() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch");
        return "postgres-" + (os.startsWith("mac") ? "darwin" : os) + "-"
                + (arch.equals("aarch64") ? "arm_64" : "x86_64") + ".txz";
    }

    /** For what is made once per machine and user. Not below root's home, which other accounts cannot enter. */
    static Path cache() {
        boolean root = System.getProperty("user.name").equals("root");
        Path wanted = root ? Path.of("/var/cache/brew") : Path.of(System.getProperty("user.home"), ".cache", "brew");
        try {
            return Files.createDirectories(wanted);
        } catch (IOException readOnlyHome) {
            return temporary();
        }
    }

    private static Path temporary() {
        Path directory = Path.of(System.getProperty("java.io.tmpdir"), "brew-cache-" + System.getProperty("user.name"));
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw LocalServerException.unusable(directory + " cannot be made", directory, e);
        }
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest).substring(0, DIGITS_OF_HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void unpack(byte[] archive, Path home) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new java.io.ByteArrayInputStream(archive)))) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                Path target = home.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(target.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, target);
                    boolean program = (entry.getMode() & OWNER_EXECUTES) != 0;
                    Files.setPosixFilePermissions(
                            target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }
}
