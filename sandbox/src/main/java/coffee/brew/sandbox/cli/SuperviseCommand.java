package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.stack.Launch;
import coffee.brew.sandbox.stack.Service;
import coffee.brew.sandbox.stack.StackOptions;
import coffee.brew.sandbox.supervisor.Supervisor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "supervise", hidden = true, description = "What 'up' leaves running.")
final class SuperviseCommand implements Runnable {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Option(names = "--nodes", split = ",", required = true)
    private List<String> nodes = List.of();

    @Option(names = "--brokers", required = true)
    private int brokers;

    @Option(names = "--port")
    private Map<String, Integer> ports = Map.of();

    @Option(names = "--native")
    private boolean natively;

    @Option(names = "--dev")
    @Nullable
    private String dev;

    @Override
    public void run() {
        new Supervisor(StackOptions.of(Workspace.project(), Workspace.brew())
                        .withNodes(nodes)
                        .withBrokers(brokers)
                        .withPorts(ports)
                        .withLaunch(new Launch(natively, dev == null ? null : Service.ofModule(dev), true))
                        .withKeptData()
                        .withProgress(output.progress()))
                .run();
    }
}
