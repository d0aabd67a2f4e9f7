package coffee.brew.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere the system does not say whether a process was reaped")
class ServerProcessTest {
    @TempDir
    private Path directory;

    private ServerProcess parent;

    @BeforeEach
    void startOneThatReapsNobody() throws IOException {
        Path script = Files.writeString(directory.resolve("script"), "sleep 60 & exec sleep 60");
        parent = ServerProcess.start("Sleeper", List.of("sh", script.toString()), Map.of(), directory.resolve("log"));
    }

    @AfterEach
    void kill() {
        parent.kill();
    }

    @Test
    void processThatNobodyHasReapedHasEnded() {
        // Given
        ProcessHandle child = await().until(this::child, Optional::isPresent).orElseThrow();
        assertThat(ServerProcess.runs(child)).isTrue();
        // When
        child.destroyForcibly();
        // Then
        await().until(() -> !ServerProcess.runs(child));
        assertThat(child.isAlive()).as("known to the system").isTrue();
    }

    private Optional<ProcessHandle> child() {
        return ProcessHandle.of(parent.pid()).flatMap(process -> process.children()
                .filter(child -> child.info().command().isPresent())
                .findFirst());
    }
}
