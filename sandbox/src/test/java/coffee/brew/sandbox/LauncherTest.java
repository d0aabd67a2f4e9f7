package coffee.brew.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What {@code ./brewctl} has built, in a project whose Maven only writes down what it was asked for. */
@Execution(ExecutionMode.CONCURRENT)
class LauncherTest {
    private static final Path LAUNCHER = Path.of("..", "brewctl");
    private static final String CORE =
            "sandbox,signup-fanout,order-service,inventory-service,notification-service,query-service";
    private static final long TIMEOUT_SECONDS = 30;
    private static final int EXIT_ENVIRONMENT = 3;

    /** Maven's part, as far as the launcher looks at it. */
    private static final String MAVEN =
            """
            #!/usr/bin/env bash
            mkdir -p {sandbox,signup-fanout}/target/lib kafka-connect-grpc/target/kafka-connect-grpc-1-plugin
            touch sandbox/target/sandbox-1.jar signup-fanout/target/signup-fanout-1.jar
            for service in order inventory notification query; do
              mkdir -p $service-service/target/quarkus-app
              touch $service-service/target/quarkus-app/quarkus-run.jar
            done
            echo "$@" | sed 's/.*-pl \\([a-z,-]*\\) .*/\\1/' >> built
            """;

    @TempDir
    private Path project;

    private Process supervisor;

    /** Of the last run. */
    private int exitCode;

    @BeforeEach
    void makeProject() throws IOException {
        Files.copy(LAUNCHER, project.resolve("brewctl"));
        Path maven = Files.writeString(project.resolve("mvnw"), MAVEN);
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        changeSources("first");
        // Whatever runs, under the name of a supervisor.
        supervisor = new ProcessBuilder("bash", "-c", "read -r line", "brewctl", "supervise", "stack").start();
    }

    @AfterEach
    void stop() {
        supervisor.destroyForcibly();
    }

    @Test
    void onlyWhatChangedIsBuilt() throws IOException, InterruptedException {
        // When
        brewctl("status");
        brewctl("status");
        changeSources("second");
        brewctl("status");
        // Then
        assertThat(built()).containsExactly(CORE, CORE);
    }

    @Test
    void nothingThatRunsIsBuiltAgain() throws IOException, InterruptedException {
        // Given
        brewctl("status");
        supervisorRuns();
        changeSources("second");
        // When
        String said = brewctl("status");
        // Then
        assertThat(said).contains("something changed, and is built when no stack runs");
        assertThat(built()).containsExactly(CORE);
    }

    @Test
    void connectorIsBuiltForThoseWhoWantItAndAloneBesideAStackThatRuns() throws IOException, InterruptedException {
        // Given
        brewctl("status");
        supervisorRuns();
        // When
        brewctl("connect", "status");
        brewctl("connect", "status");
        // Then
        assertThat(built()).containsExactly(CORE, "kafka-connect-grpc");
    }

    @Test
    void stackWhoseSupervisorIsGoneHoldsUpNoBuild() throws IOException, InterruptedException {
        // Given
        brewctl("status");
        supervisorRuns();
        supervisor.destroyForcibly().waitFor();
        changeSources("second");
        // When
        brewctl("connect", "status");
        // Then
        assertThat(built()).containsExactly(CORE, CORE + ",kafka-connect-grpc");
    }

    @Test
    void demoThatRunsHoldsUpBuildsAndOneThatIsGoneDoesNot() throws IOException, InterruptedException {
        // Given
        brewctl("status");
        changeSources("second");
        Process demo = new ProcessBuilder("bash", "-c", "read -r line", "brewctl", "demo").start();
        Files.createDirectory(project.resolve(".brew/demo-" + demo.pid()));
        // When
        String said = brewctl("status");
        demo.destroyForcibly().waitFor();
        brewctl("status");
        // Then
        assertThat(said).contains("wait for the demo");
        assertThat(built()).containsExactly(CORE, CORE);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere there is no /proc, and ps is part of the system")
    void stackIsSeenWhereThereIsNoPs() throws IOException, InterruptedException {
        // Given
        brewctl("status");
        supervisorRuns();
        changeSources("second");
        program("ps", "exit 127");
        // When
        brewctl("status");
        // Then
        assertThat(built()).containsExactly(CORE);
    }

    @Test
    void folderIsItsOwnersAloneButThatOfRootLetsPostgresThrough() throws IOException, InterruptedException {
        // When
        brewctl("status");
        // Then
        String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(project.resolve(".brew")));
        boolean root = System.getProperty("user.name").equals("root");
        assertThat(permissions).isEqualTo(root ? "rwx--x--x" : "rwx------");
    }

    @Test
    void lockThatCannotBeMadeIsNotTakenForTheLockOfAnotherBuild() throws IOException, InterruptedException {
        // Given
        program("mkdir", "case $1 in -p) exec /bin/mkdir \"$@\" ;; esac; echo no space left >&2; exit 1");
        // When
        String said = brewctl("status");
        // Then
        assertThat(said).contains("brewctl: no space left").contains("df -h").doesNotContain("another brewctl");
        assertThat(exitCode).isEqualTo(EXIT_ENVIRONMENT);
    }

    @Test
    void lockWithoutAnOwnerIsTakenOver() throws IOException, InterruptedException {
        // Given
        Path lock = Files.createDirectories(project.resolve(".brew/build.lock"));
        // When
        String said = brewctl("status");
        // Then
        assertThat(said).contains("another brewctl is building");
        assertThat(built()).containsExactly(CORE);
        assertThat(lock).doesNotExist();
    }

    private void changeSources(String content) throws IOException {
        Files.writeString(project.resolve("pom.xml"), content);
    }

    private void supervisorRuns() throws IOException {
        Files.writeString(project.resolve(".brew/supervisor.pid"), Long.toString(supervisor.pid()));
    }

    /** Puts a program before all others of its name. */
    private void program(String name, String script) throws IOException {
        Files.createDirectories(programs());
        Path program = Files.writeString(programs().resolve(name), "#!/usr/bin/env bash\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private Path programs() {
        return project.resolve("programs");
    }

    private List<String> built() throws IOException {
        return Files.readAllLines(project.resolve("built"));
    }

    /** Runs it to its end: the program itself is an empty file, and is not looked at. */
    private String brewctl(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder command =
                new ProcessBuilder("bash", project.resolve("brewctl").toString());
        command.command().addAll(List.of(arguments));
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().merge("PATH", programs().toString(), (path, first) -> first + ":" + path);
        Process process = command.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
        exitCode = process.exitValue();
        return said;
    }
}
