package coffee.brew.sandbox.demo;

import coffee.brew.contract.Groups;
import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.sandbox.check.ConsumerGroups;
import coffee.brew.sandbox.check.Counts;
import coffee.brew.sandbox.check.Evidence;
import coffee.brew.sandbox.check.EvidenceReader;
import coffee.brew.sandbox.check.Facts;
import coffee.brew.sandbox.check.Invariants;
import coffee.brew.sandbox.check.PlacedOrder;
import coffee.brew.sandbox.check.Report;
import coffee.brew.sandbox.client.OrderClient;
import coffee.brew.sandbox.stack.Node;
import coffee.brew.sandbox.stack.SandboxException;
import coffee.brew.sandbox.stack.Service;
import coffee.brew.sandbox.stack.Stack;
import coffee.brew.sandbox.stack.StackState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The scenario on a running stack. */
public final class Demo {
    private static final String VICTIM = "inventory-1";
    private static final Duration CONVERGENCE_MAX = Duration.ofMinutes(2);
    private static final Duration ASSIGNMENT_MAX = Duration.ofMinutes(1);
    private static final long POLL_MS = 100;
    private static final int CUSTOMERS = 37;

    private final Stack stack;
    private final DemoOptions options;
    private final DemoView view;
    private final String run = UUID.randomUUID().toString();
    private final List<PlacedOrder> acked = new ArrayList<>();

    @Nullable
    private Victim victim;

    public Demo(Stack stack, DemoOptions options, DemoView view) {
        this.stack = stack;
        this.options = options;
        this.view = view;
    }

    /** Runs to the end, whatever the result. */
    public Report run() {
        StackState state = stack.state();
        try (ConsumerGroups groups = new ConsumerGroups(state.kafka())) {
            awaitAssignment(groups);
            placeOrders(state, groups);
            long lastAck = System.nanoTime();
            view.step("%d orders acknowledged; waiting until they have arrived everywhere".formatted(acked.size()));
            Victim dead = victim;
            if (dead != null) {
                view.step(dead.story());
            }
            boolean converged = await(CONVERGENCE_MAX, () -> watch().isConverged(acked.size()));
            Long convergedMs = converged ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastAck) : null;
            view.step(
                    converged
                            ? "everything has arrived; comparing contents"
                            : "not everything arrived within %d s; comparing contents"
                                    .formatted(CONVERGENCE_MAX.toSeconds()));
            return report(convergedMs);
        }
    }

    private Report report(@Nullable Long convergedMs) {
        Evidence evidence = EvidenceReader.read(stack.state());
        Report report = Report.of(evidence, Invariants.settled(acked, evidence), Report.dedupHits(stack.state()));
        Victim dead = victim;
        if (dead != null) {
            report = report.withKill(dead.kill(), dead.dedupHits(), dead.redelivered(evidence));
        }
        return report.withConvergence(convergedMs);
    }

    private void awaitAssignment(ConsumerGroups groups) {
        for (Service service : Service.values()) {
            service.group().ifPresent(group -> {
                long members = stack.nodes().stream()
                        .filter(node ->
                                node.kind().service().filter(service::equals).isPresent())
                        .count();
                requireWithin(ASSIGNMENT_MAX, group + " has not shared out its partitions", () -> {
                    var shares = groups.partitionsByNode(group);
                    return shares.size() == members && Victim.allRead(shares);
                });
            });
        }
        view.step("partitions of group %s: %s".formatted(Groups.INVENTORY, groups.partitionsByNode(Groups.INVENTORY)));
    }

    private void placeOrders(StackState state, ConsumerGroups groups) {
        List<String> addresses =
                state.nodes(Service.ORDER).stream().map(node -> node.grpc()).toList();
        view.step("placing %d orders, in turn at %s".formatted(options.orders(), String.join(" and ", addresses)));
        try (OrderClient client = new OrderClient(addresses)) {
            for (int i = 0; i < options.orders(); i++) {
                CreateRequest request = request(i);
                acked.add(new PlacedOrder(client.create(i, request).getId(), facts(request)));
                if (i + 1 == options.killAt()) {
                    kill(groups);
                }
                if (i % 10 == 0) {
                    watch();
                }
            }
        }
        watch();
    }

    private void kill(ConsumerGroups groups) {
        Node node = stack.node(VICTIM);
        Victim dead = Victim.kill(node, groups, acked.size(), () -> Counts.read(stack.state()));
        victim = dead;
        view.step("SIGKILL to %s (pid %d) after %d orders".formatted(VICTIM, dead.pid(), acked.size()));
    }

    private Counts watch() {
        Counts counts = Counts.read(stack.state());
        view.counters(acked.size(), options.orders(), counts);
        return counts;
    }

    private CreateRequest request(int i) {
        return CreateRequest.newBuilder()
                .setCustomerId("cus-%04d".formatted(i % CUSTOMERS))
                .setAmountCents(1_000L + i)
                .setCurrency("EUR")
                .setTraceId("trace-" + i)
                .setTenantId("tenant-demo")
                .setRequestId(run.substring(0, 13) + "-" + i)
                .build();
    }

    /** What the client knows of an order. */
    static Facts facts(CreateRequest request) {
        return new Facts(
                request.getCustomerId(), request.getAmountCents(), request.getCurrency(), request.getTenantId());
    }

    private static void requireWithin(Duration max, String complaint, BooleanSupplier condition) {
        if (!await(max, condition)) {
            throw new SandboxException(complaint + " after %d s".formatted(max.toSeconds()), "see the nodes' logs");
        }
    }

    static boolean await(Duration max, BooleanSupplier condition) {
        long deadline = System.nanoTime() + max.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SandboxException("interrupted", "", e);
            }
        }
        return true;
    }
}
