package coffee.brew.sandbox.cli;

import coffee.brew.contract.orders.v1.Order;
import coffee.brew.sandbox.client.OrderClient;
import coffee.brew.sandbox.stack.NodeState;
import coffee.brew.sandbox.stack.NotRunningException;
import coffee.brew.sandbox.stack.Service;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "get",
        description = "Reads an order from the read side. Exit code 5 when it is not there, or not yet.",
        footer = {"  ./brewctl order get ID", "  ./brewctl order get ID --min-version 1 --timeout 5"})
final class OrderGetCommand implements Runnable {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Parameters(paramLabel = "ID", description = "What 'order create' showed.")
    @SuppressWarnings("NullAway.Init")
    private String id;

    @Option(
            names = "--min-version",
            paramLabel = "N",
            defaultValue = "0",
            description = "Wait until the read side has this version (default: 0, do not wait).")
    private long minVersion;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "5", description = "Default: 5.")
    private int timeoutS;

    @Override
    public void run() {
        List<String> addresses = Workspace.running().nodes(Service.QUERY).stream()
                .filter(NodeState::isRunning)
                .map(NodeState::grpc)
                .toList();
        if (addresses.isEmpty()) {
            throw new NotRunningException("no query node is running", "start one with: ./brewctl start query-1");
        }
        try (OrderClient client = new OrderClient(addresses)) {
            Order order = client.get(id, minVersion, Duration.ofSeconds(timeoutS));
            output.result(OrderText.json(order), () -> OrderText.text(order));
        }
    }
}
