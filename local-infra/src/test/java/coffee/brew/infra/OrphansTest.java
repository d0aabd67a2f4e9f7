package coffee.brew.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphansTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    private Path kept;

    @Test
    void serversAndTheirTemporaryDataGoWithTheJvmThatWasKilled() throws Exception {
        // Given
        Process owner = owner();
        List<String> servers = announced(owner);
        List<Long> pids = servers.subList(1, 3).stream().map(Long::valueOf).toList();
        List<Path> directories = servers.subList(3, 5).stream().map(Path::of).toList();
        assertThat(pids).allMatch(OrphansTest::isAlive);
        assertThat(directories).allSatisfy(directory -> assertThat(directory).exists());
        // When
        owner.destroyForcibly();
        // Then
        await().atMost(TIMEOUT).untilAsserted(() -> {
            assertThat(pids).noneMatch(OrphansTest::isAlive);
            assertThat(directories)
                    .allSatisfy(directory -> assertThat(directory).doesNotExist());
        });
    }

    @Test
    void dataWhoseMakingWasKilledAreMadeAgain() throws Exception {
        // Given
        Process owner = owner(kept.toString());
        await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(2)).until(() -> {
            try (Stream<Path> files = Files.walk(kept, 2)) {
                return files.anyMatch(file -> file.endsWith("PG_VERSION"));
            } catch (IOException | UncheckedIOException changedMeanwhile) {
                return false;
            }
        });
        owner.destroyForcibly().waitFor();
        // When
        try (LocalPostgres postgres = LocalPostgres.start(LocalPostgres.Options.keptIn(kept))) {
            // Then
            assertThat(postgres.createDatabase("brew_again").name()).isEqualTo("brew_again");
            assertThat(kept.resolve("data.new")).doesNotExist();
        }
    }

    private static Process owner(String... arguments) throws IOException {
        ProcessBuilder owner = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ServersOwner.class.getName());
        owner.command().addAll(List.of(arguments));
        return owner.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static List<String> announced(Process owner) throws IOException {
        BufferedReader output = owner.inputReader();
        String line;
        while ((line = output.readLine()) != null) {
            if (line.startsWith("SERVERS ")) {
                return List.of(line.split(" ", -1));
            }
        }
        throw new AssertionError("The JVM ended before its servers were up");
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).isPresent();
    }
}
