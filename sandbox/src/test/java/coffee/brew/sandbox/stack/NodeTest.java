package coffee.brew.sandbox.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffee.brew.infra.Ports;
import coffee.brew.sandbox.stack.NodeState.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose program only sleeps. */
class NodeTest {
    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();
    private boolean stopping;
    private boolean diskIsFull;

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void isNotLaunchedWhileItsStackIsBeingStopped() {
        // Given
        Node node = node();
        stopping = true;
        // Then
        assertThatThrownBy(node::launch).isInstanceOf(SandboxException.class).hasMessageContaining("being stopped");
        assertThat(started).isEmpty();
    }

    @Test
    void pausedNodeIsNotWaitedForButResumed() {
        // Given
        Node node = node();
        node.launch();
        node.pause();
        // Then
        assertThatThrownBy(node::start).isInstanceOf(SandboxException.class).hasMessageContaining("is paused");
        node.resume();
        assertThat(node.status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void shutdownEndsEveryNodeAlsoWhenNothingCanBeWrittenDown() {
        // Given
        List<Node> nodes = List.of(node(), node());
        nodes.forEach(Node::launch);
        nodes.get(1).pause();
        diskIsFull = true;
        // When
        StackShutdown.stopAll(nodes);
        // Then
        assertThat(started).hasSize(2).noneMatch(Process::isAlive);
    }

    @Test
    void nodeThatDiedByItselfDoesNotCountAsRunning() throws InterruptedException {
        // Given
        Node node = node();
        node.launch();
        node.pause();
        node.resume();
        NodeState before = node.state();
        // When
        started.get(0).destroyForcibly().waitFor();
        // Then
        assertThat(before.status()).isEqualTo(Status.RUNNING);
        assertThat(before.isRunning()).isFalse();
    }

    private Node node() {
        NodeProcess sleeping = new NodeProcess(directory.resolve("order-1.log"), this::sleep).onlyAfter(() -> {
            if (stopping) {
                throw new SandboxException("the stack is being stopped", "");
            }
        });
        return new Node("order-1", Ports.free(), sleeping, Duration.ofSeconds(1), () -> {
            if (diskIsFull) {
                throw new UncheckedIOException(new IOException("No space left on device"));
            }
        });
    }

    private Process sleep(Map<String, String> environment) {
        try {
            Process process = new ProcessBuilder("sleep", "60").start();
            started.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
