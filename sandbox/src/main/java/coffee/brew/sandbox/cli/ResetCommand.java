package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.stack.StackFolder;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "reset",
        description = "Stops the stack, if one runs, and throws away its databases, topics and logs, and what failed"
                + " demos left.",
        footer = "  ./brewctl reset && ./brewctl up")
final class ResetCommand implements Runnable {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Override
    public void run() {
        Housekeeping.sweep();
        boolean stopped = Workspace.supervisor().reset();
        Workspace.failedDemos().forEach(StackFolder::delete);
        output.result(
                Map.of("stopped", stopped, "reset", true), () -> "all data are gone; begin again with ./brewctl up");
    }
}
