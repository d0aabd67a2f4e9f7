package coffee.brew.sandbox.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProgramsTest {
    private static final int PORT = 50_081;

    @TempDir
    private Path project;

    private Path executable;
    private Path jar;

    @BeforeEach
    void build() throws IOException {
        Path target = Files.createDirectories(project.resolve("order-service/target"));
        executable = Files.createFile(
                target.resolve("order-service-1.0.0-SNAPSHOT-runner"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        jar = Files.createDirectories(target.resolve("quarkus-app")).resolve("quarkus-run.jar");
        Files.writeString(jar, "a jar");
    }

    @Test
    void packagedServiceIsAJarOnTheJdkOfTheSupervisor() {
        // When
        List<String> command = command(Launch.PACKAGED);
        // Then
        assertThat(command.get(0)).startsWith(System.getProperty("java.home"));
        assertThat(command).endsWith("-jar", jar.toString());
    }

    @Test
    void nativeServiceIsItsExecutableWithAHeapOfItsOwn() {
        // When
        List<String> command = command(new Launch(true, null, false));
        // Then
        assertThat(command.get(0)).isEqualTo(executable.toString());
        assertThat(command).anyMatch(option -> option.startsWith("-Xmx"));
    }

    @Test
    void executableThatIsOlderThanItsSourcesIsRefused() throws IOException {
        // Given
        Path source = Files.writeString(
                Files.createDirectories(project.resolve("messaging/outbox/src/main/java"))
                        .resolve("Relay.java"),
                "changed");
        Files.setLastModifiedTime(executable, FileTime.from(Instant.EPOCH));
        ServicePrograms programs = new ServicePrograms(project, new Launch(true, null, false));
        // When
        SandboxException refusal = catchThrowableOfType(SandboxException.class, () -> programs.require("order-1"));
        // Then
        assertThat(refusal).hasMessageContainingAll(executable.toString(), source.toString());
        assertThat(refusal.advice()).contains("-Dnative", "-pl order-service");
    }

    @Test
    void serviceInDevModeIsRunByMavenOnThePortOfItsNode() {
        // When
        List<String> command = command(new Launch(true, Service.ORDER, false));
        // Then
        assertThat(command.get(0)).isEqualTo(project.resolve("mvnw").toString());
        assertThat(command).contains("--projects=order-service", "quarkus:dev", "-Dquarkus.http.port=" + PORT);
    }

    private List<String> command(Launch launch) {
        return new ServicePrograms(project, launch)
                .program(Service.ORDER, PORT, false)
                .command();
    }
}
