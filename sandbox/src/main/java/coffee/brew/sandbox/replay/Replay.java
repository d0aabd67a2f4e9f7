package coffee.brew.sandbox.replay;

import coffee.brew.sandbox.check.ConsumerGroups;
import coffee.brew.sandbox.check.EffectRow;
import coffee.brew.sandbox.check.EffectTable;
import coffee.brew.sandbox.check.EvidenceReader;
import coffee.brew.sandbox.check.Report;
import coffee.brew.sandbox.stack.NodeState;
import coffee.brew.sandbox.stack.NotRunningException;
import coffee.brew.sandbox.stack.Progress;
import coffee.brew.sandbox.stack.SandboxException;
import coffee.brew.sandbox.stack.Service;
import coffee.brew.sandbox.stack.StackState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** Sends a service back to the beginning of the topic. Its nodes are stopped meanwhile: only then a group can be moved. */
public final class Replay {
    private static final Duration EMPTY_MAX = Duration.ofSeconds(30);
    private static final Duration CATCH_UP_MAX = Duration.ofMinutes(5);
    private static final long POLL_MS = 200;

    private final StackState stack;
    private final Service service;
    private final String group;
    private final BiConsumer<String, String> control;
    private final Progress progress;

    /**
     * @param service one with a consumer group
     * @param control carries out an action (second) on a node (first)
     */
    public Replay(StackState stack, Service service, BiConsumer<String, String> control, Progress progress) {
        this.stack = stack;
        this.service = service;
        this.group = service.group().orElseThrow();
        this.control = control;
        this.progress = progress;
    }

    /**
     * Replays and waits until the group has caught up.
     *
     * @param forget whether the processed events are wiped too, so that the effects must protect themselves
     */
    public ReplayReport run(boolean forget) {
        List<NodeState> nodes =
                stack.nodes(service).stream().filter(NodeState::isRunning).toList();
        if (nodes.isEmpty()) {
            throw new NotRunningException(
                    "no node of %s is running".formatted(service.module()),
                    "start one with: ./brewctl start %s-1".formatted(service.prefix()));
        }
        try (ConsumerGroups groups = new ConsumerGroups(stack.kafka())) {
            Map<String, Long> before;
            long forgotten;
            try {
                nodes.forEach(node -> act(node, "stop"));
                before = effects();
                await(EMPTY_MAX, () -> groups.members(group) == 0);
                groups.rewind(group);
                progress.step("group %s is at the beginning of the topic".formatted(group));
                forgotten = forget ? forget() : 0;
            } finally {
                nodes.forEach(node -> act(node, "start"));
            }
            long records = groups.positions(group).stream()
                    .mapToLong(ConsumerGroups.Position::end)
                    .sum();
            progress.step("reading %d records again".formatted(records));
            boolean caughtUp = await(CATCH_UP_MAX, () -> isCaughtUp(groups));
            Map<String, Long> after = effects();
            return new ReplayReport(
                    group,
                    records,
                    nodes.stream()
                            .mapToLong(node -> Report.dedupHits(node.http()))
                            .sum(),
                    forgotten,
                    before.size(),
                    after.size(),
                    before.entrySet().stream()
                            .filter(row -> !row.getValue().equals(after.get(row.getKey())))
                            .count(),
                    caughtUp);
        }
    }

    private boolean isCaughtUp(ConsumerGroups groups) {
        return groups.positions(group).stream().allMatch(position -> position.lag() == 0);
    }

    private void act(NodeState node, String action) {
        progress.step("%s %s".formatted(action, node.name()));
        control.accept(node.name(), action);
    }

    /** The transaction that wrote each effect: a row that is written again shows another one. */
    private Map<String, Long> effects() {
        Map<String, Long> rows = new HashMap<>();
        for (EffectTable table : EffectTable.values()) {
            if (table.service() == service) {
                for (EffectRow row : EvidenceReader.effects(stack, table)) {
                    rows.put(row.orderId() + '/' + row.kind(), row.xmin());
                }
            }
        }
        return rows;
    }

    private long forget() {
        try (Connection connection = stack.database(service).connectAsOwner();
                PreparedStatement wipe =
                        connection.prepareStatement("DELETE FROM processed_events WHERE consumer = ?")) {
            wipe.setString(1, group);
            long rows = wipe.executeLargeUpdate();
            progress.step("%d processed events are forgotten".formatted(rows));
            return rows;
        } catch (SQLException e) {
            throw new SandboxException("processed events cannot be wiped: " + e.getMessage(), "", e);
        }
    }

    private static boolean await(Duration max, BooleanSupplier condition) {
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
