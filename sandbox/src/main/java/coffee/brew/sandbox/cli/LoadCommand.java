package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.load.Load;
import coffee.brew.sandbox.load.LoadOptions;
import coffee.brew.sandbox.load.LoadReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "load",
        description = {
            "Places many orders and measures, in milliseconds: create, until the caller is answered; visible, from the"
                    + " order's commit to the commit of its row in the view, by the database's clock.",
            "",
            "Without --rate each of the clients calls again as soon as it is answered. With --rate calls begin when they"
                    + " are due, whatever became of those before, and create counts from then; --clients is the most"
                    + " that may be in flight. Exit code 1 when a call failed, and when the view did not get all orders"
                    + " in time."
        },
        footer = {
            "  ./brewctl load --orders 20000 --clients 64",
            "  ./brewctl load --orders 6000 --rate 200 --warm-up 100000 --output json | jq .visible_ms"
        })
final class LoadCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Option(names = "--orders", paramLabel = "N", required = true, description = "Orders to place.")
    private int orders;

    @Option(
            names = "--clients",
            paramLabel = "C",
            defaultValue = "64",
            description = "Calls in flight at the same time (default: 64).")
    private int clients;

    @Option(names = "--rate", paramLabel = "R", defaultValue = "0", description = "Orders to begin each second.")
    private int rate;

    @Option(
            names = "--warm-up",
            paramLabel = "W",
            defaultValue = "0",
            description = "Orders to place before, not measured: JVMs are slow until they have compiled (default: 0).")
    private int warmUp;

    @Override
    public Integer call() {
        LoadOptions options = options();
        LoadReport report = new Load(Workspace.running(), options, output.progress()).run();
        output.result(report, () -> text(report));
        return report.ok() ? ExitCodes.OK : ExitCodes.CHECK_FAILED;
    }

    private LoadOptions options() {
        try {
            return new LoadOptions(orders, clients, rate, warmUp);
        } catch (IllegalArgumentException e) {
            throw output.usage("--" + e.getMessage());
        }
    }

    private static String text(LoadReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("%d orders accepted in %.1f s, %.0f orders/s"
                .formatted(report.acked(), report.durationMs() / 1e3, report.ordersPerSecond()));
        lines.add("create_ms  " + report.createMs().line());
        lines.add(
                report.visibleMs() == null
                        ? "visible_ms no query node has all orders"
                        : "visible_ms " + report.visibleMs().line());
        lines.add("errors     " + report.errors());
        return String.join(System.lineSeparator(), lines);
    }
}
