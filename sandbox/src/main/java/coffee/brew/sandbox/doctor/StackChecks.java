package coffee.brew.sandbox.doctor;

import coffee.brew.sandbox.check.ConsumerGroups;
import coffee.brew.sandbox.parked.ParkedKeys;
import coffee.brew.sandbox.stack.Database;
import coffee.brew.sandbox.stack.NodeState;
import coffee.brew.sandbox.stack.SandboxException;
import coffee.brew.sandbox.stack.Service;
import coffee.brew.sandbox.stack.StackState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A stack that runs. */
final class StackChecks {
    private static final int VALIDATION_TIMEOUT_S = 5;

    private final StackState stack;

    StackChecks(StackState stack) {
        this.stack = stack;
    }

    List<Diagnosis> examine() {
        List<Diagnosis> findings = new ArrayList<>();
        findings.add(Diagnosis.ok(
                "stack",
                "%s, supervisor %d".formatted(stack.phase(), stack.owner().pid())));
        if (stack.phase() == StackState.Phase.STARTING) {
            return findings;
        }
        findings.add(postgres());
        findings.add(kafka());
        findings.add(parked());
        stack.nodes().forEach(node -> findings.add(node(node)));
        return findings;
    }

    private Diagnosis postgres() {
        Database database = stack.database(Service.ORDER);
        try (Connection connection = database.connectAsOwner()) {
            return connection.isValid(VALIDATION_TIMEOUT_S)
                    ? Diagnosis.ok("postgres", database.jdbcUrl())
                    : Diagnosis.fail("postgres", "does not answer", "see: ./brewctl logs postgres");
        } catch (SQLException e) {
            return Diagnosis.fail("postgres", String.valueOf(e.getMessage()), "see: ./brewctl logs postgres");
        }
    }

    private Diagnosis kafka() {
        try (ConsumerGroups groups = new ConsumerGroups(stack.kafka())) {
            return Diagnosis.ok("kafka", "%s, groups %s".formatted(stack.kafka(), groups.names()));
        } catch (SandboxException e) {
            return Diagnosis.fail("kafka", String.valueOf(e.getMessage()), "see: ./brewctl logs kafka");
        }
    }

    private Diagnosis parked() {
        try {
            int keys = new ParkedKeys(stack.database(Service.ORDER)).list().size();
            return keys == 0
                    ? Diagnosis.ok("outbox", "no key is parked")
                    : Diagnosis.warn("outbox", keys + " keys are parked", "see: ./brewctl parked");
        } catch (SandboxException e) {
            return Diagnosis.warn(
                    "outbox", String.valueOf(e.getMessage()), "start an order node: ./brewctl start order-1");
        }
    }

    private static Diagnosis node(NodeState node) {
        boolean runs = node.process() != null && node.process().isAlive();
        return switch (node.status()) {
            case RUNNING, STARTING -> {
                if (!runs) {
                    yield Diagnosis.fail(
                            node.name(),
                            "has died",
                            "see: ./brewctl logs %1$s; then: ./brewctl start %1$s".formatted(node.name()));
                }
                yield node.probe().isReady()
                        ? Diagnosis.ok(node.name(), "ready at " + (node.grpc().isEmpty() ? node.http() : node.grpc()))
                        : Diagnosis.fail(node.name(), "is not ready", "see: ./brewctl logs " + node.name());
            }
            case CRASHED -> Diagnosis.fail(node.name(), "has died", "see: ./brewctl logs " + node.name());
            case PAUSED -> Diagnosis.warn(node.name(), "is paused", "./brewctl resume " + node.name());
            case STOPPED, KILLED -> Diagnosis.warn(node.name(), "does not run", "./brewctl start " + node.name());
        };
    }
}
