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
            List.of("up", "--port=order-1=0", "--port=order-2=0", "--port=query-1=0");

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
    void everyCommandToPlayWithSucceeds() throws IOException, InterruptedException {
        // Given
        List<List<String>> commands = commandsBelow("## Play with it");
        assertThat(commands).hasSizeGreaterThan(4);
        assertThat(commands.get(0)).containsExactly("up");
        assertThat(commands.get(commands.size() - 1)).containsExactly("down");
        for (List<String> command : commands) {
            // When
            Run run = brewctl.run(command.get(0).equals("up") ? UP_ON_FREE_PORTS : command);
            // Then
            assertThat(run.exitCode())
                    .as("%s%n%s%n%s", command, run.output(), run.log())
                    .isZero();
        }
    }

    @Test
    void secondStartAndSecondStopChangeNothing() throws IOException, InterruptedException {
        // Given
        List<String> up = List.of("up", "--only=order-1", "--port=order-1=0", "--output=json");
        String first = brewctl.run(up).output();
        // When
        String second = brewctl.run(up).output();
        Run down = brewctl.run(List.of("down"));
        Run downAgain = brewctl.run(List.of("down"));
        // Then
        assertThat(pids(first)).isNotEmpty().isEqualTo(pids(second));
        assertThat(pids(first)).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
        assertThat(down.exitCode()).isZero();
        assertThat(downAgain.exitCode()).isZero();
        assertThat(downAgain.output()).contains("nothing is running");
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
