package coffee.brew.system.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** House rules that a compiler does not know. Each ban says why, and what to write instead. */
class TidyTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int FILE_LINES_MAX = 250;

    private static final Pattern MAIN = Pattern.compile(".*/src/main/java/.*");
    private static final Pattern QUARKUS_MAIN =
            Pattern.compile("(messaging/.*|grpc-calls|database-pool|[a-z]+-service)/src/main/java/.*");
    private static final Pattern ANYWHERE = Pattern.compile(".*");
    private static final Pattern TESTS_AND_SERVICES = Pattern.compile(
            "(.*/src/test/java/.*|(messaging/.*|grpc-calls|database-pool|[a-z]+-service)/src/main/java/.*)");

    /** At shutdown the thread is Quarkus' own, and the process has to wait for what is in flight. */
    private static final Pattern QUARKUS_MAIN_AT_WORK = Pattern.compile(
            "(?!.*/(RelayLifecycle|AcknowledgedOffsets)\\.java)(messaging/.*|grpc-calls|database-pool|[a-z]+-service)/src/main/java/.*");

    private record Ban(Pattern where, Pattern what, String why, String instead) {}

    private static final List<Ban> BANS = List.of(
            ban(
                    TESTS_AND_SERVICES,
                    "Thread\\.sleep\\(",
                    "too short under load, too long otherwise",
                    "await a condition"),
            ban(ANYWHERE, "@Disabled|assumeTrue|assumeFalse|assumeThat", "green must mean it ran", "make it run"),
            ban(ANYWHERE, "TO" + "DO|FIX" + "ME|XX" + "X", "unfinished work is invisible here", "an issue"),
            ban(ANYWHERE, "printStackTrace\\(\\)", "goes past the log", "Log.errorf with the exception"),
            ban(QUARKUS_MAIN_AT_WORK, "\\.await\\(\\)", "blocks an event loop", "return the Uni"),
            ban(QUARKUS_MAIN, "setPeriodic\\(", "overlaps itself: one replica becomes two", "setTimer at the end"),
            ban(QUARKUS_MAIN, "@ConfigProperty", "no unit, no limit, no documentation", "a @ConfigMapping"),
            ban(QUARKUS_MAIN, "System\\.getenv", "invisible to the configuration", "a @ConfigMapping"),
            ban(QUARKUS_MAIN, "Instant\\.now\\(\\)|currentTimeMillis", "tests cannot move it", "an injected Clock"),
            ban(QUARKUS_MAIN, "getMessage\\(\\)\\.(contains|startsWith|matches)", "texts change", "SQLSTATE or type"),
            ban(QUARKUS_MAIN, "System\\.(out|err)\\.", "has no level and no trace id", "Log"),
            ban(
                    MAIN,
                    "(class|interface|record) \\w+(Impl|Manager|Helper|Util|Utils|Handler|Processor|Dto)\\b",
                    "says nothing of its work",
                    "a name from the closed list in docs/architecture.md"));

    @Test
    void noFileGrowsBeyondTheLimit() {
        List<String> large = new ArrayList<>();
        for (Path source : sources()) {
            int lines = lines(source).size();
            if (lines > FILE_LINES_MAX) {
                large.add(name(source) + " has " + lines + " lines: split it by feature");
            }
        }
        assertThat(large).isEmpty();
    }

    @Test
    void nobodyCallsWhatHasABetterReplacement() {
        List<String> found = new ArrayList<>();
        for (Path source : sources()) {
            for (Ban ban : BANS) {
                if (ban.where().matcher(name(source)).matches()) {
                    collect(found, source, ban);
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsForAndIsNullMarked() {
        List<Path> silent = sources().stream()
                .filter(source -> MAIN.matcher(source.toString()).matches())
                .map(source -> source.resolveSibling("package-info.java"))
                .distinct()
                .filter(info ->
                        !Files.exists(info) || !String.join("\n", lines(info)).contains("@NullMarked"))
                .toList();
        assertThat(silent).isEmpty();
    }

    private static void collect(List<String> found, Path source, Ban ban) {
        List<String> lines = lines(source);
        for (int i = 0; i < lines.size(); i++) {
            if (ban.what().matcher(lines.get(i)).find() && !source.endsWith("TidyTest.java")) {
                found.add("%s:%d %s: %s; write %s instead"
                        .formatted(name(source), i + 1, lines.get(i).strip(), ban.why(), ban.instead()));
            }
        }
    }

    private static Ban ban(Pattern where, String what, String why, String instead) {
        return new Ban(where, Pattern.compile(what), why, instead);
    }

    private static String name(Path source) {
        return ROOT.relativize(source).toString();
    }

    private static List<String> lines(Path source) {
        try {
            return Files.readAllLines(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> sources() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> name(file).contains("src/"))
                    .filter(file -> !name(file).contains("target/"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
