package coffee.brew.sandbox.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ChildProcessTest {
    private Process child;

    @BeforeEach
    void start() throws IOException {
        child = new ProcessBuilder("sleep", "60").start();
    }

    @AfterEach
    void end() {
        child.destroyForcibly();
    }

    @Test
    void isAliveUntilItsProcessEnds() throws InterruptedException {
        // Given
        ChildProcess known = ChildProcess.of(child.toHandle());
        boolean before = known.isAlive();
        // When
        boolean killed = known.kill();
        // Then
        assertThat(before).isTrue();
        assertThat(killed).isTrue();
        assertThat(known.isAlive()).isFalse();
        assertThat(child.waitFor(1, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere there is only the clock to tell")
    void isKnownByTheKernelsTicksWhichNoClockMoves() {
        // Given
        long clockMs = child.info().startInstant().orElseThrow().toEpochMilli();
        // When
        ChildProcess known = ChildProcess.of(child.toHandle());
        // Then
        assertThat(new ChildProcess(child.pid(), known.started()).isAlive()).isTrue();
        assertThat(new ChildProcess(child.pid(), known.started() + 1).isAlive()).isFalse();
        assertThat(new ChildProcess(child.pid(), clockMs).isAlive()).isFalse();
    }
}
