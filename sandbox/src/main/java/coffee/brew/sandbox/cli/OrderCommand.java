package coffee.brew.sandbox.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "order",
        description = "Places and reads orders.",
        commandListHeading = "%nCommands:%n",
        subcommands = {OrderCreateCommand.class, OrderGetCommand.class},
        footer = {"  ./brewctl order create --customer cus-007 --amount-cents 2599", "  ./brewctl order get ID"})
final class OrderCommand implements Runnable {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Override
    public void run() {
        throw output.usage("create or get?");
    }
}
