package coffee.brew.sandbox.stack;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * A node as its supervisor knows it.
 *
 * @param status see {@link Status}
 * @param service the module of what runs in it
 * @param grpc host and port; empty when it has no gRPC
 * @param http base address; of a service, health is at {@code /q/health}, metrics at {@code /q/metrics}
 * @param process absent when nothing runs
 * @param log the file that its output goes to
 */
public record NodeState(
        String name,
        String service,
        Status status,
        String grpc,
        String http,
        @Nullable ChildProcess process,
        String log) {

    /** The health and metrics of this node. */
    public NodeProbe probe() {
        return new NodeProbe(http, NodeKind.of(name).readyPath());
    }

    /** Whether it was ready and its process lives: one that died by itself still stands here as it was. */
    @JsonIgnore
    public boolean isRunning() {
        return status == Status.RUNNING && process != null && process.isAlive();
    }

    /** Where a node is in its life. */
    public enum Status {
        /** Its process runs and is not ready yet. */
        STARTING,
        /** Its process runs and was ready. */
        RUNNING,
        /** Its process was halted by SIGSTOP. */
        PAUSED,
        /** It was told to end, and did. */
        STOPPED,
        /** It was ended by SIGKILL. */
        KILLED,
        /** Its process ended without being told. */
        CRASHED
    }
}
