package coffee.brew.sandbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.sandbox.stack.ChildProcess;
import coffee.brew.sandbox.stack.StackState;
import coffee.brew.sandbox.stack.StateFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What commands make of what they find in {@code .brew}. */
class WorkspaceTest {
    @TempDir
    Path project;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path brew;

    @BeforeEach
    void workInTheProject() {
        System.setProperty("brew.project", project.toString());
        brew = project.resolve(".brew");
    }

    @AfterEach
    void forgetTheProject() {
        System.clearProperty("brew.project");
    }

    @Test
    void fileThatCannotBeReadIsNoBug() throws IOException {
        // Given
        Files.createDirectories(brew.resolve("state.json"));
        // When
        int code = run("status");
        // Then
        assertThat(code).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(err.toString()).contains("state.json", "  -> ").doesNotContain("bug");
    }

    @Test
    void stackWhoseServersDoNotRunYetIsShownAndTakesNoCommands() throws IOException {
        // Given
        new StateFile(Files.createDirectories(brew)).write(stackThatIsStarting());
        // When
        int status = run("status");
        int counts = run("counts");
        int up = run("up");
        // Then
        assertThat(status).isZero();
        assertThat(out.toString()).contains("STARTING");
        assertThat(counts).isEqualTo(ExitCodes.NOT_RUNNING);
        assertThat(up).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(err.toString())
                .contains("the stack is just being started", "a stack is just being started or stopped");
    }

    @Test
    void resetThrowsAwayWhatFailedDemosLeftAndOthersKeepTheLastThree() throws IOException {
        // Given
        for (int demo = 1; demo <= 5; demo++) {
            Path folder = Files.createDirectories(brew.resolve("failed-demo-" + demo));
            Files.setLastModifiedTime(folder, FileTime.from(demo, TimeUnit.DAYS));
        }
        // When
        run("down");
        List<String> afterDown = names(brew);
        run("reset");
        // Then
        assertThat(afterDown).containsExactlyInAnyOrder("failed-demo-3", "failed-demo-4", "failed-demo-5");
        assertThat(names(brew)).noneMatch(name -> name.startsWith("failed"));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    private static StackState stackThatIsStarting() {
        ChildProcess owner = ChildProcess.of(ProcessHandle.current());
        return new StackState(StackState.Phase.STARTING, owner, null, 1, "", List.of(), Map.of(), List.of());
    }

    private int run(String commandLine) {
        CommandLine program = Brewctl.commandLine();
        program.setOut(new PrintWriter(out, true));
        program.setErr(new PrintWriter(err, true));
        return program.execute(commandLine.split(" ", -1));
    }
}
