package coffee.brew.system;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.system.Program.Run;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The README's commands for a stack to play with, in their order; the nodes on free ports. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("processor")
class ReadmeIT {
    private static final List<String> UP_ON_FREE_PORTS =
            List.of("up", "--port=order-1=0", "--port=order-2=0", "--port=query-1=0", "--output=json");

    @TempDir
    Path project;

    private Program brewctl;

    @BeforeEach
    void build() throws IOException {
        brewctl = new Program(project);
    }

    @AfterEach
    void leaveNothingRunning() throws IOException, InterruptedException {
        brewctl.run(List.of("down"));
    }

    @Test
    void everyCommandToPlayWithSucceedsAndASecondStartOrStopChangesNothing() throws IOException, InterruptedException {
        // Given
        List<List<String>> commands = commandsBelow("## Play with it");
        assertThat(commands).hasSizeGreaterThan(4);
        assertThat(commands.get(0)).containsExactly("up");
        assertThat(commands.get(commands.size() - 1)).containsExactly("down");
        // When
        List<Long> started = pids(succeeding(UP_ON_FREE_PORTS));
        List<Long> startedAgain = pids(succeeding(UP_ON_FREE_PORTS));
        ProcessHandle.of(started.get(0)).orElseThrow().destroyForcibly();
        List<Long> startedAfterADeath = pids(succeeding(UP_ON_FREE_PORTS));
        succeeding(List.of("logs", "kafka"));
        succeeding(List.of("logs", "postgres"));
        for (List<String> command : commands.subList(1, commands.size())) {
            succeeding(command);
        }
        String stoppedAgain = succeeding(List.of("down"));
        // Then
        assertThat(started).isNotEmpty().isEqualTo(startedAgain);
        assertThat(startedAfterADeath).hasSameSizeAs(started).doesNotContain(started.get(0));
        assertThat(startedAfterADeath).containsAll(started.subList(1, started.size()));
        assertThat(started).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
        assertThat(stoppedAgain).contains("nothing is running");
    }

    private String succeeding(List<String> command) throws IOException, InterruptedException {
        Run run = brewctl.run(command);
        assertThat(run.exitCode())
                .as("%s%n%s%n%s", command, run.output(), run.log())
                .isZero();
        return run.output();
    }

    private static List<Long> pids(String status) throws IOException {
        return new ObjectMapper()
                .readTree(status).findValues("pid").stream()
                        .map(pid -> pid.asLong())
                        .toList();
    }

    /** The arguments of each {@code ./brewctl} in the first block of commands below a heading. */
    private static List<List<String>> commandsBelow(String heading) throws IOException {
        String readme = Files.readString(Program.ROOT.resolve("README.md"));
        String block = readme.substring(readme.indexOf("```sh", readme.indexOf(heading)));
        return block.substring(0, block.indexOf("```", 5))
                .lines()
                .filter(line -> line.startsWith("./brewctl "))
                .map(line -> List.of(line.replaceAll("\\s+#.*", "").split("\\s+")))
                .map(words -> words.subList(1, words.size()))
                .toList();
    }
}
