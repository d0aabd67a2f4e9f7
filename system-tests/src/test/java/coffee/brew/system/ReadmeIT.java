package coffee.brew.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.sandbox.stack.ChildProcess;
import coffee.brew.sandbox.stack.NodeState;
import coffee.brew.sandbox.stack.StackState;
import coffee.brew.sandbox.stack.StateFile;
import coffee.brew.system.Program.Run;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The commands for a stack to play with, the README's in their order; the nodes on free ports. All on one stack: each
 * test goes on with what the one before has left.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("processor")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReadmeIT {
    private static final List<String> UP_ON_FREE_PORTS =
            List.of("up", "--port=order-1=0", "--port=order-2=0", "--port=query-1=0", "--output=json");
    private static final int NOT_RUNNING = 4;
    private static final int ENVIRONMENT = 3;

    @TempDir
    static Path project;

    private static Program brewctl;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        brewctl = new Program(project);
        startOneNode();
    }

    private static void startOneNode() throws IOException, InterruptedException {
        List<String> up = new ArrayList<>(UP_ON_FREE_PORTS);
        up.add("--only=order-1");
        succeeding(up);
    }

    @AfterAll
    static void leaveNothingRunning() throws IOException, InterruptedException {
        brewctl.run(List.of("down"));
    }

    @Test
    @Order(1)
    void nodesThatAreStartedLaterCatchUp() throws IOException, InterruptedException {
        // Given
        String order = json(List.of("order", "create")).get("id").asText();
        // When
        succeeding(List.of("start", "order-2", "inventory-1", "inventory-2", "notification-1", "query-1"));
        JsonNode load = json(List.of("load", "--orders=50"));
        JsonNode seen = json(List.of("order", "get", order, "--min-version=1"));
        List<String> events = succeeding(List.of("tail", "--group=once", "--until-end", "--output=json"))
                .lines()
                .toList();
        // Then
        assertThat(seen.get("id").asText()).isEqualTo(order);
        assertThat(load.get("acked").asInt()).isEqualTo(50);
        assertThat(load.get("visible_ms").get("max").asDouble()).isPositive();
        assertThat(events).hasSizeGreaterThanOrEqualTo(51).allMatch(event -> event.startsWith("{"));
        assertThat(events).anyMatch(event -> event.contains(order) && event.contains("order.created"));
    }

    @Test
    @Order(2)
    void nodesArePausedAndStoppedAndWhatDoesNotRunIsTold() throws IOException, InterruptedException {
        // When
        JsonNode paused = json(List.of("pause", "order-2"));
        Run started = brewctl.run(List.of("start", "order-2"));
        JsonNode resumed = json(List.of("resume", "order-2"));
        JsonNode stopped = json(List.of("stop", "inventory-2"));
        Run pausedThen = brewctl.run(List.of("pause", "inventory-2"));
        Run neverStarted = brewctl.run(List.of("kill", "inventory-9"));
        Run otherBrokers = brewctl.run(List.of("up", "--brokers=3"));
        JsonNode findings = new ObjectMapper()
                .readTree(brewctl.run(List.of("doctor", "--output=json")).output());
        // Then
        assertThat(paused.at("/0/status").asText()).isEqualTo("PAUSED");
        assertThat(started.exitCode()).as(started.log()).isEqualTo(ENVIRONMENT);
        assertThat(resumed.at("/0/status").asText()).isEqualTo("RUNNING");
        assertThat(stopped.at("/0/status").asText()).isEqualTo("STOPPED");
        assertThat(pausedThen.exitCode()).as(pausedThen.log()).isEqualTo(NOT_RUNNING);
        assertThat(neverStarted.exitCode()).as(neverStarted.log()).isEqualTo(NOT_RUNNING);
        assertThat(otherBrokers.exitCode()).as(otherBrokers.log()).isEqualTo(ENVIRONMENT);
        assertThat(level(findings, "postgres")).isEqualTo("OK");
        assertThat(level(findings, "kafka")).isEqualTo("OK");
        assertThat(level(findings, "order-1")).isEqualTo("OK");
        assertThat(level(findings, "inventory-2")).isEqualTo("WARN");
        assertThat(findings.findValuesAsText("what")).doesNotContain("inventory-9");
    }

    @Test
    @Order(3)
    void replayChangesNoEffectAlsoWhenTheGroupHasForgottenWhatItHadDone() throws IOException, InterruptedException {
        // When
        JsonNode remembering = json(List.of("replay", "inventory"));
        JsonNode forgetting = json(List.of("replay", "inventory", "--forget-processed"));
        // Then
        for (JsonNode replay : List.of(remembering, forgetting)) {
            assertThat(replay.get("effects_before").asInt()).isGreaterThanOrEqualTo(51);
            assertThat(replay.get("effects_after")).isEqualTo(replay.get("effects_before"));
            assertThat(replay.get("changed").asInt()).isZero();
            assertThat(replay.get("records").asInt()).isGreaterThanOrEqualTo(51);
        }
        assertThat(remembering.get("dedup_hits").asInt()).isGreaterThanOrEqualTo(51);
        assertThat(forgetting.get("forgotten").asInt()).isGreaterThanOrEqualTo(51);
    }

    @Test
    @Order(4)
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

    @Test
    @Order(5)
    void killedSupervisorLeavesNoProcess() throws IOException, InterruptedException {
        // Given
        startOneNode();
        StackState state = new StateFile(project.resolve(".brew")).read().orElseThrow();
        List<ChildProcess> processes = Stream.concat(
                        state.servers().stream(), state.nodes().stream().map(NodeState::process))
                .toList();
        assertThat(processes).hasSize(3).allMatch(ChildProcess::isAlive);
        // When
        state.owner().find().orElseThrow().destroyForcibly();
        // Then
        await("PostgreSQL, Kafka and the node end by themselves")
                .atMost(Duration.ofSeconds(30))
                .until(() -> processes.stream().noneMatch(ChildProcess::isAlive));
    }

    @Test
    @Order(6)
    void resetAndASecondStartAreSafeWhileAStackIsBeingStarted() throws IOException, InterruptedException {
        // Given
        CompletableFuture<Run> up = CompletableFuture.supplyAsync(() -> run(UP_ON_FREE_PORTS));
        StateFile state = new StateFile(project.resolve(".brew"));
        await("the supervisor says that it starts")
                .until(() ->
                        state.read().filter(stack -> stack.owner().isAlive()).isPresent());
        // When
        Run second = brewctl.run(UP_ON_FREE_PORTS);
        succeeding(List.of("reset"));
        // Then
        assertThat(second.exitCode()).as(second.log()).isEqualTo(ENVIRONMENT);
        assertThat(up.join().exitCode()).as(up.join().log()).isEqualTo(ENVIRONMENT);
        assertThat(state.read()).isEmpty();
        assertThat(project.resolve(".brew/postgres")).doesNotExist();
        assertThat(brewctl.run(List.of("status")).exitCode()).isEqualTo(NOT_RUNNING);
    }

    private static Run run(List<String> command) {
        try {
            return brewctl.run(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String succeeding(List<String> command) throws IOException, InterruptedException {
        Run run = brewctl.run(command);
        assertThat(run.exitCode())
                .as("%s%n%s%n%s", command, run.output(), run.log())
                .isZero();
        return run.output();
    }

    private static JsonNode json(List<String> command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.add("--output=json");
        return new ObjectMapper().readTree(succeeding(all));
    }

    private static String level(JsonNode findings, String what) {
        for (JsonNode finding : findings) {
            if (finding.get("what").asText().equals(what)) {
                return finding.get("level").asText();
            }
        }
        return "";
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
