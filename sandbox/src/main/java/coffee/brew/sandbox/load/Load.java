package coffee.brew.sandbox.load;

import coffee.brew.sandbox.client.OrderClient;
import coffee.brew.sandbox.stack.NodeState;
import coffee.brew.sandbox.stack.NotRunningException;
import coffee.brew.sandbox.stack.Progress;
import coffee.brew.sandbox.stack.SandboxException;
import coffee.brew.sandbox.stack.Service;
import coffee.brew.sandbox.stack.StackState;
import java.util.List;
import java.util.UUID;

/** Places orders at all running order nodes, after a warm-up that is not measured, and waits until they can be seen. */
public final class Load {
    private final StackState stack;
    private final LoadOptions options;
    private final Progress progress;
    private final String tenantId = "load-" + UUID.randomUUID().toString().substring(0, 8);

    public Load(StackState stack, LoadOptions options, Progress progress) {
        this.stack = stack;
        this.options = options;
        this.progress = progress;
    }

    /** Runs to the end and waits until the orders can be seen. */
    public LoadReport run() {
        Placement placement;
        try (OrderClient client = new OrderClient(nodes())) {
            warmUp(client);
            placement = new Placement(client, options, progress, tenantId).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("interrupted", "", e);
        }
        progress.step("%d orders accepted; waiting until they can be seen".formatted(placement.acked()));
        Percentiles visible = new Visibility(stack, tenantId)
                .measure(placement.acked())
                .map(Percentiles::of)
                .orElse(null);
        return new LoadReport(
                tenantId,
                options.orders(),
                placement.acked(),
                options.clients(),
                options.rate(),
                placement.durationMs(),
                placement.ordersPerSecond(),
                placement.createMs(),
                visible,
                placement.errors(),
                placement.errors().isEmpty()
                        && (visible != null || stack.nodes(Service.QUERY).isEmpty()));
    }

    /** As fast as answers come, by the same client; then everything that it caused is waited for. */
    private void warmUp(OrderClient client) throws InterruptedException {
        if (options.warmUp() == 0) {
            return;
        }
        progress.step("warming up with %d orders".formatted(options.warmUp()));
        String tenant = tenantId + "-warm-up";
        Placement placement = new Placement(client, options.forWarmUp(), progress, tenant).run();
        progress.step("warm; waiting until all of it can be seen");
        new Visibility(stack, tenant).measure(placement.acked());
    }

    private List<String> nodes() {
        List<String> nodes = stack.nodes(Service.ORDER).stream()
                .filter(NodeState::isRunning)
                .map(NodeState::grpc)
                .toList();
        if (nodes.isEmpty()) {
            throw new NotRunningException("no order node is running", "start one with: ./brewctl start order-1");
        }
        return nodes;
    }
}
