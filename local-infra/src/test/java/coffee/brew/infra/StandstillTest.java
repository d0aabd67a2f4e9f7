package coffee.brew.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere the system does not say whether a process stands still")
class StandstillTest {
    @TempDir
    private Path directory;

    private ServerProcess process;

    @BeforeEach
    void start() throws IOException {
        Path script = Files.writeString(directory.resolve("script"), "while :; do :; done");
        process = ServerProcess.start("Loop", List.of("sh", script.toString()), Map.of(), directory.resolve("log"));
    }

    @AfterEach
    void kill() {
        process.kill();
    }

    @Test
    void pausedProcessHasComeToAStandstill() throws IOException {
        // When
        process.pause();
        // Then
        assertThat(Files.readString(Path.of("/proc/" + process.pid() + "/stat")))
                .contains(") T ");
    }

    @Test
    void processThatGoesOnIsReported() {
        assertThatThrownBy(() -> Standstill.await("Loop", process.pid(), Duration.ofMillis(50)))
                .isInstanceOf(LocalServerException.class)
                .hasMessageContaining("Loop (pid " + process.pid() + ") does not stand still");
    }

    @Test
    void processThatHasEndedIsNotWaitedFor() {
        // Given
        process.kill();
        // When
        Standstill.await("Loop", process.pid());
        // Then
        assertThat(process.isAlive()).isFalse();
    }
}
