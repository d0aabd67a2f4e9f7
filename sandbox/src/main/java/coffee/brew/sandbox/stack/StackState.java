package coffee.brew.sandbox.stack;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that an outside tool has to know of a stack; kept in its folder, and enough to clean up after its owner.
 *
 * @param phase how far the stack is
 * @param owner the process that runs it
 * @param control how to reach the owner; absent when the stack is part of the owner's own program
 * @param kafka bootstrap servers; empty before Kafka runs
 * @param servers the processes of PostgreSQL and Kafka
 * @param databases by {@link Service#prefix()}
 */
public record StackState(
        Phase phase,
        ChildProcess owner,
        @Nullable Control control,
        int brokers,
        String kafka,
        List<ChildProcess> servers,
        Map<String, Database> databases,
        List<NodeState> nodes) {

    /** How far a stack is. */
    public enum Phase {
        STARTING,
        READY,
        STOPPING
    }

    /**
     * The owner's control port.
     *
     * @param token must come with every request
     */
    public record Control(int port, String token) {}

    /** Of this process, before anything of the stack runs. */
    static StackState starting(int brokers) {
        return new StackState(
                Phase.STARTING,
                ChildProcess.of(ProcessHandle.current()),
                null,
                brokers,
                "",
                List.of(),
                Map.of(),
                List.of());
    }

    /** The database of a service. */
    public Database database(Service service) {
        Database database = databases.get(service.prefix());
        if (database == null) {
            throw new SandboxException(
                    "the stack has no database for %s yet".formatted(service.module()), "see: ./brewctl status");
        }
        return database;
    }

    /** The nodes of a service, in the order of their names. */
    public List<NodeState> nodes(Service service) {
        return nodes.stream()
                .filter(node -> node.service().equals(service.module()))
                .toList();
    }

    public StackState withControl(@Nullable Control value) {
        return new StackState(phase, owner, value, brokers, kafka, servers, databases, nodes);
    }
}
