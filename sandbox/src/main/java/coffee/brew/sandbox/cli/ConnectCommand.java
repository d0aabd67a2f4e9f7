package coffee.brew.sandbox.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "connect",
        description = "A worker of Kafka Connect with the gRPC source connector, beside the running stack.",
        subcommands = ConnectUpCommand.class,
        footer = {"  ./brewctl connect up", "  ./brewctl connect up --help"})
final class ConnectCommand implements Runnable {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Override
    public void run() {
        throw output.usage("which command?");
    }
}
