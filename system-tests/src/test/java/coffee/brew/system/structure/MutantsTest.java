package coffee.brew.system.structure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A mutant that no longer applies, or whose test is gone, guards nothing. Running them all takes too long for here. */
class MutantsTest {
    private static final Path FOLDER = Path.of("mutants").toAbsolutePath();
    private static final int MUTANTS_MIN = 12;
    private static final int WRONG_USAGE = 2;

    @Test
    void everyMutantAppliesAndNamesATestThatExists() throws Exception {
        // When
        Run run = run("--check");
        // Then
        assertThat(run.exitCode).as(run.output).isZero();
        assertThat(run.output.lines())
                .hasSizeGreaterThanOrEqualTo(MUTANTS_MIN)
                .allMatch(line -> line.startsWith("ok "));
    }

    @Test
    void everyMutantIsInTheTableOfThePage() throws Exception {
        // Given
        String page = Files.readString(FOLDER.resolve("README.md"));
        // When
        Run run = run("--list");
        // Then
        assertThat(run.output.lines())
                .allSatisfy(line -> assertThat(page).contains("`" + line.substring(0, line.indexOf(' ')) + "`"));
    }

    @Test
    void unknownMutantIsRefused() throws Exception {
        // When
        Run run = run("--check", "99-no-such-mutant");
        // Then
        assertThat(run.exitCode).isEqualTo(WRONG_USAGE);
        assertThat(run.output).contains("no mutant 99-no-such-mutant");
    }

    private record Run(int exitCode, String output) {}

    private static Run run(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("bash", FOLDER.resolve("run").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Run(process.waitFor(), output);
    }
}
