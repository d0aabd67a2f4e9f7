package coffee.brew.sandbox.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffee.brew.sandbox.stack.NodeState.Status;
import coffee.brew.sandbox.stack.StackState.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphansTest {
    @TempDir
    Path directory;

    private final Process child = start();

    @AfterEach
    void endChild() {
        child.destroyForcibly();
    }

    @Test
    void killsWhatADeadOwnerLeftBehind() throws InterruptedException {
        // Given
        new StateFile(directory).write(state(deadProcess(), ChildProcess.of(child.toHandle())));
        // When
        long killed = Orphans.end(directory);
        // Then
        assertThat(killed).isOne();
        assertThat(child.waitFor(1, TimeUnit.SECONDS)).isTrue();
        assertThat(new StateFile(directory).read()).isEmpty();
    }

    @Test
    void sparesAProcessThatOnlyHasTheSameId() {
        // Given
        new StateFile(directory).write(state(deadProcess(), new ChildProcess(child.pid(), 1_000)));
        // When
        long killed = Orphans.end(directory);
        // Then
        assertThat(killed).isZero();
        assertThat(child.isAlive()).isTrue();
    }

    @Test
    void refusesToTouchTheStackOfALiveOwner() {
        // Given
        new StateFile(directory)
                .write(state(ChildProcess.of(ProcessHandle.current()), ChildProcess.of(child.toHandle())));
        // Then
        assertThatThrownBy(() -> Orphans.end(directory)).isInstanceOf(SandboxException.class);
        assertThat(child.isAlive()).isTrue();
    }

    @Test
    void doesNothingWhereThereWasNoStack() {
        assertThat(Orphans.end(directory)).isZero();
    }

    @Test
    void stateIsReadableByItsOwnerAloneAndComesBackAsItWas() throws IOException {
        // Given
        StackState state = state(deadProcess(), ChildProcess.of(child.toHandle()));
        // When
        new StateFile(directory).write(state);
        // Then
        assertThat(new StateFile(directory).read()).contains(state);
        assertThat(Files.getPosixFilePermissions(directory.resolve("state.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private static StackState state(ChildProcess owner, ChildProcess child) {
        NodeState node = new NodeState(
                "order-1", "order-service", Status.RUNNING, "127.0.0.1:1", "http://127.0.0.1:1", child, "order-1.log");
        Database database = new Database("brew_order", "jdbc:x", "service", "secret", "owner", "secret");
        return new StackState(
                Phase.READY, owner, null, 1, "127.0.0.1:2", List.of(), Map.of("order", database), List.of(node));
    }

    private static ChildProcess deadProcess() {
        return new ChildProcess(ProcessHandle.current().pid(), 1_000);
    }

    private static Process start() {
        try {
            return new ProcessBuilder("sleep", "60").start();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
