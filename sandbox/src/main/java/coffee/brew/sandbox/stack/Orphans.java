package coffee.brew.sandbox.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Ends what the owner of a stack left behind when it was killed. */
public final class Orphans {
    private Orphans() {}

    /**
     * Kills the processes that the state file names, when their owner is dead; by process id and start time.
     *
     * @return how many there were
     */
    public static long end(Path directory) {
        StateFile file = new StateFile(directory);
        Optional<StackState> left = file.read();
        if (left.isEmpty()) {
            return 0;
        }
        requireDead(left.get().owner());
        long killed = children(left.get()).stream().filter(ChildProcess::kill).count();
        file.delete();
        return killed;
    }

    private static void requireDead(ChildProcess owner) {
        if (owner.isAlive()) {
            throw new SandboxException(
                    "process %d runs a stack in this folder".formatted(owner.pid()), "stop it with: ./brewctl down");
        }
    }

    private static List<ChildProcess> children(StackState state) {
        return Stream.concat(
                        state.nodes().stream().map(NodeState::process).filter(Objects::nonNull),
                        state.servers().stream())
                .toList();
    }
}
