package coffee.brew.sandbox.cli;

import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.contract.orders.v1.OrderItem;
import coffee.brew.sandbox.client.OrderClient;
import coffee.brew.sandbox.stack.NodeState;
import coffee.brew.sandbox.stack.NotRunningException;
import coffee.brew.sandbox.stack.Service;
import coffee.brew.sandbox.stack.StackState;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "create",
        description = "Places an order and shows the service's answer. Exit code 5 when it refuses.",
        footer = {
            "  ./brewctl order create",
            "  ./brewctl order create --customer cus-1 --amount-cents 450 --currency USD --item beans=2",
            "  ./brewctl order create --request-id r-1     twice: the same order twice"
        })
final class OrderCreateCommand implements Runnable {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Option(names = "--customer", paramLabel = "ID", defaultValue = "cus-007", description = "Default: cus-007.")
    private String customer = "";

    @Option(names = "--amount-cents", paramLabel = "N", defaultValue = "2599", description = "Default: 2599.")
    private long amountCents;

    @Option(names = "--currency", paramLabel = "CODE", defaultValue = "EUR", description = "ISO 4217; default: EUR.")
    private String currency = "";

    @Option(names = "--tenant", paramLabel = "ID", defaultValue = "tenant-a", description = "Default: tenant-a.")
    private String tenant = "";

    @Option(names = "--trace-id", paramLabel = "ID", defaultValue = "trace-demo", description = "Default: trace-demo.")
    private String traceId = "";

    @Option(names = "--request-id", paramLabel = "ID", description = "Makes the call repeatable (default: a new one).")
    private String requestId = UUID.randomUUID().toString();

    @Option(names = "--item", paramLabel = "SKU=QUANTITY", description = "A line of the order; may be repeated.")
    private Map<String, Integer> items = Map.of();

    @Option(names = "--node", paramLabel = "NODE", description = "Default: the first order node that runs.")
    private String node = "";

    @Override
    public void run() {
        StackState state = Workspace.running();
        String address = state.nodes(Service.ORDER).stream()
                .filter(NodeState::isRunning)
                .filter(candidate -> node.isEmpty() || candidate.name().equals(node))
                .map(NodeState::grpc)
                .findFirst()
                .orElseThrow(() -> new NotRunningException(
                        "no order node is running" + (node.isEmpty() ? "" : " under the name " + node),
                        "start one with: ./brewctl start " + (node.isEmpty() ? "order-1" : node)));
        try (OrderClient client = new OrderClient(List.of(address))) {
            Order order = client.create(0, request());
            output.result(OrderText.json(order), () -> OrderText.text(order));
        }
    }

    private CreateRequest request() {
        CreateRequest.Builder request = CreateRequest.newBuilder()
                .setCustomerId(customer)
                .setAmountCents(amountCents)
                .setCurrency(currency)
                .setTenantId(tenant)
                .setTraceId(traceId)
                .setRequestId(requestId);
        items.forEach((sku, quantity) ->
                request.addItems(OrderItem.newBuilder().setSku(sku).setQuantity(quantity)));
        return request.build();
    }
}
