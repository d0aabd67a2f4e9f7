package coffee.brew.sandbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.sandbox.stack.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class BrewctlTest {
    @TempDir
    Path project;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void workInAnEmptyProject() {
        System.setProperty("brew.project", project.toString());
    }

    @AfterEach
    void forgetTheProject() {
        System.clearProperty("brew.project");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandShowsExamplesAndExitCodesAndTakesOutputJson(String command) {
        // When
        int code = run(command + " --help");
        // Then
        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("Examples:", "./brewctl", "Exit codes:", "--output")
                .doesNotContain("\u001b[");
    }

    static Stream<String> commands() {
        Stream<String> top = Brewctl.commandLine().getSubcommands().entrySet().stream()
                .filter(entry ->
                        !entry.getValue().getCommandSpec().usageMessage().hidden())
                .map(java.util.Map.Entry::getKey);
        return Stream.concat(top, Stream.of("order create", "order get", "connect up"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dance",
                "demo --orders 0",
                "demo --orders 10 --kill-at 11",
                "demo --brokers 2",
                "demo --output xml",
                "up --only order",
                "up --brokers 2",
                "up --dev nobody",
                "up --port nobody-1=3",
                "up --port order-1=70000",
                "up --port order-1=-1",
                "kill",
                "kill nobody",
                "order",
                "connect",
                "load",
                "load --orders 0",
                "load --orders 1 --clients 0",
                "load --orders 1 --rate -1",
                "replay analytics",
                "tail",
                "tail --group inventory",
                "order get",
                "signup",
                "signup dance",
                "compare --events 19",
                "compare --down 0",
                "compare --html /",
                "compare --html /no/such/folder/page.html"
            })
    void wrongCommandLinesAreToldAndExitWith2(String commandLine) {
        // When
        int code = run(commandLine);
        // Then
        assertThat(code).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "counts",
                "groups",
                "replay inventory",
                "tail --group analytics",
                "load --orders 1",
                "connect up",
                "order create",
                "order get 1",
                "start order-1",
                "stop order-1",
                "kill order-1",
                "pause order-1",
                "resume order-1"
            })
    void withoutAStackCommandsSayHowToStartOneAndExitWith4(String commandLine) {
        // When
        int code = run(commandLine);
        // Then
        assertThat(code).isEqualTo(4);
        assertThat(err.toString()).contains("no stack is running").contains("./brewctl up");
    }

    @Test
    void statusWithoutAStackIsJsonAndExitsWith4() throws JsonProcessingException {
        // When
        int code = run("status --output json");
        // Then
        assertThat(code).isEqualTo(4);
        assertThat(Json.MAPPER.readTree(out.toString()).path("running").asBoolean(true))
                .isFalse();
    }

    @Test
    void downWithoutAStackIsNoError() throws JsonProcessingException {
        // When
        int code = run("down --output json");
        // Then
        assertThat(code).isZero();
        assertThat(Json.MAPPER.readTree(out.toString()).path("stopped").asBoolean(true))
                .isFalse();
    }

    @Test
    void demoWithoutBuiltServicesExitsWith3AndSaysHowToBuild() {
        // When
        int code = run("demo");
        // Then
        assertThat(code).isEqualTo(3);
        assertThat(err.toString()).contains("was not built").contains("./mvnw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"signup grpc-listener", "signup kafka-broadcast --users 1", "compare --events 20"})
    void signUpsWithoutBuiltRolesExitWith3AndSayHowToBuild(String commandLine) {
        // When
        int code = run(commandLine);
        // Then
        assertThat(code).isEqualTo(3);
        assertThat(err.toString()).contains("signup-fanout was not built").contains("./mvnw");
    }

    @Test
    void nativeDemoWithoutExecutablesExitsWith3AndSaysHowToBuildThem() {
        // When
        int code = run("demo --native");
        // Then
        assertThat(code).isEqualTo(3);
        assertThat(err.toString())
                .contains("has no native executable")
                .contains("-Dnative", "GRAALVM_HOME", "-Dquarkus.native.container-build=true");
    }

    @Test
    void exitCodesAreThoseThatTheHelpLists() {
        // When
        run("--help");
        // Then
        assertThat(out.toString())
                .contains("  " + ExitCodes.OK + " ")
                .contains("  " + ExitCodes.CHECK_FAILED + " ")
                .contains("  " + ExitCodes.USAGE + " ")
                .contains("  " + ExitCodes.ENVIRONMENT + " ")
                .contains("  " + ExitCodes.NOT_RUNNING + " ")
                .contains("  " + ExitCodes.REFUSED + " ")
                .contains("  " + ExitCodes.INTERNAL + " ");
    }

    private int run(String commandLine) {
        CommandLine program = Brewctl.commandLine();
        program.setOut(new PrintWriter(out, true));
        program.setErr(new PrintWriter(err, true));
        return program.execute(commandLine.isEmpty() ? new String[0] : commandLine.split(" ", -1));
    }
}
