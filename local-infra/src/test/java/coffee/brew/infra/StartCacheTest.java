package coffee.brew.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCacheTest {
    private static final String USED = "-XX:AOTCache=";
    private static final String LEARNED = "-XX:AOTCacheOutput=";

    @TempDir
    private Path directory;

    private Path jar;

    @BeforeEach
    void program() throws IOException {
        jar = Files.writeString(directory.resolve("program.jar"), "first version");
    }

    @Test
    void whatOneProcessLearnedIsUsedByTheNext() throws IOException {
        // Given
        StartCache first = cache(true);
        Path written = write(first);
        // When
        first.processEnded();
        // Then
        StartCache second = cache(true);
        assertThat(second.isLearning()).isFalse();
        assertThat(second.options()).singleElement().satisfies(option -> {
            assertThat(option).startsWith(USED);
            assertThat(Path.of(option.substring(USED.length()))).hasContent("learned");
        });
        assertThat(written).doesNotExist();
    }

    @Test
    void changedJarIsLearnedAgainAndTheOldFileIsDeleted() throws IOException {
        // Given
        StartCache first = cache(true);
        write(first);
        first.processEnded();
        // When
        Files.writeString(jar, "second version, of another size");
        // Then
        assertThat(cache(true).options()).singleElement().asString().startsWith(LEARNED);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(jar);
        }
    }

    @Test
    void processThatIsKilledWhileItLearnsLeavesNothingThatIsUsed() throws IOException {
        // Given
        write(cache(true));
        // When
        StartCache next = cache(true);
        // Then
        assertThat(next.isLearning()).isTrue();
    }

    @Test
    void whoMayNotLearnHasNoOptionsUntilAnotherHasLearned() throws IOException {
        // Given
        StartCache learning = cache(true);
        write(learning);
        List<String> before = cache(false).options();
        // When
        learning.processEnded();
        // Then
        assertThat(before).isEmpty();
        assertThat(cache(false).options()).singleElement().asString().startsWith(USED);
    }

    @Test
    void jdkBefore25LearnsAnArchiveOfClasses() throws IOException {
        // Given
        StartCache first = StartCache.of(directory, "program", List.of(jar), true, 24);
        String learned = "-XX:ArchiveClassesAtExit=";
        assertThat(first.options()).singleElement().asString().startsWith(learned);
        Files.writeString(Path.of(first.options().get(0).substring(learned.length())), "learned");
        // When
        first.processEnded();
        // Then
        assertThat(StartCache.of(directory, "program", List.of(jar), false, 24).options())
                .singleElement()
                .asString()
                .startsWith("-XX:SharedArchiveFile=");
        assertThat(cache(false).options()).as("another JDK").isEmpty();
    }

    private StartCache cache(boolean mayLearn) {
        return StartCache.of(directory, "program", List.of(jar), mayLearn, 25);
    }

    /** What the JVM does at its end. */
    private static Path write(StartCache learning) throws IOException {
        String option = learning.options().get(0);
        assertThat(option).startsWith(LEARNED);
        return Files.writeString(Path.of(option.substring(LEARNED.length())), "learned");
    }
}
