package coffee.brew.infra;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a JVM learns of a program in one run for the starts after it: from JDK 25 on an AOT cache with classes loaded and
 * linked and methods that are called often (JEP 483, 514, 515), before that an archive of classes (JEP 350).
 *
 * <ol>
 *   <li>One process learns, until it ends in good order; that takes some seconds longer than usual.
 *   <li>What was learned holds for exactly these jars and this JVM. When one of them changes, it is learned again.
 *   <li>A process that is killed while it learns leaves nothing that is used.
 * </ol>
 */
public final class StartCache {
    private static final int DIGITS_OF_HASH = 16;

    /** What a JVM calls it. */
    private enum Kind {
        AOT_CACHE("aot", "-XX:AOTCacheOutput=", "-XX:AOTCache="),
        CLASS_ARCHIVE("jsa", "-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile=");

        private static final int AOT_CACHE_SINCE = 25;

        private final String suffix;
        private final String learn;
        private final String use;

        Kind(String suffix, String learn, String use) {
            this.suffix = suffix;
            this.learn = learn;
            this.use = use;
        }

        static Kind of(int jdk) {
            return jdk < AOT_CACHE_SINCE ? CLASS_ARCHIVE : AOT_CACHE;
        }
    }

    private final Path file;
    private final Path draft;
    private final List<String> options;

    private StartCache(Path file, Path draft, List<String> options) {
        this.file = file;
        this.draft = draft;
        this.options = options;
    }

    /**
     * For one process of this program, on the JDK that runs this.
     *
     * @param directory where the file is kept; what was learned of earlier versions is deleted
     * @param program the first part of the file's name
     * @param jars all that its classes come from
     * @param mayLearn whether this process will be ended in good order, with time enough; one at a time
     */
    public static StartCache of(Path directory, String program, Collection<Path> jars, boolean mayLearn) {
        return of(directory, program, jars, mayLearn, Runtime.version().feature());
    }

    static StartCache of(Path directory, String program, Collection<Path> jars, boolean mayLearn, int jdk) {
        Kind kind = Kind.of(jdk);
        Path file = directory.resolve(program + "-" + fingerprint(jars) + "." + kind.suffix);
        Path draft = directory.resolve(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".draft");
        // Directories of classes are nothing that the JVM can check.
        if (!jars.stream().allMatch(Files::isRegularFile)) {
            return new StartCache(file, draft, List.of());
        }
        if (Files.isRegularFile(file)) {
            return new StartCache(file, draft, List.of(kind.use + file));
        }
        if (!mayLearn) {
            return new StartCache(file, draft, List.of());
        }
        forgetOthers(directory, program);
        return new StartCache(file, draft, List.of(kind.learn + draft));
    }

    /** Of the JVM; none when there is nothing to use and nothing to learn. */
    public List<String> options() {
        return options;
    }

    public boolean isLearning() {
        return !options.isEmpty() && options.get(0).endsWith(draft.toString());
    }

    /** To be called when the process has ended: from then on, starts use what it learned. */
    public void processEnded() {
        if (!isLearning()) {
            return;
        }
        try {
            if (Files.isRegularFile(draft)) {
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw LocalServerException.unusable(file + " cannot be written", file.resolveSibling(""), e);
        }
    }

    private static String fingerprint(Collection<Path> jars) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            update(digest, System.getProperty("java.home") + System.getProperty("java.vm.version"));
            for (Path jar : jars) {
                update(digest, jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS_OF_HASH);
        } catch (IOException e) {
            throw new LocalServerException(
                    "A jar cannot be read: " + e, "build it again: ./mvnw package -DskipTests", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void update(MessageDigest digest, String text) {
        digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void forgetOthers(Path directory, String program) {
        try {
            Files.createDirectories(directory);
            try (Stream<Path> files = Files.list(directory)) {
                for (Path old : files.filter(file -> isOf(program, file)).toList()) {
                    Files.deleteIfExists(old);
                }
            }
        } catch (IOException e) {
            throw LocalServerException.unusable("Directory cannot be written", directory, e);
        }
    }

    private static boolean isOf(String program, Path file) {
        return String.valueOf(file.getFileName()).matches(program + "-[0-9a-f]+\\.(aot|jsa)(\\.\\d+\\.draft)?");
    }
}
