package coffee.brew.sandbox.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "down",
        description = {
            "Stops the stack in good order, and keeps its data.",
            "",
            "Also cleans up after a supervisor that was killed. Does nothing when nothing runs."
        },
        footer = "  ./brewctl down")
final class DownCommand implements Runnable {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Override
    public void run() {
        Housekeeping.sweep();
        if (Workspace.supervisor().find().isPresent()) {
            output.say("stopping the stack; the first time after a build longer, to make later starts quicker");
        }
        boolean stopped = Workspace.supervisor().stop();
        output.result(
                Map.of("stopped", stopped),
                () -> stopped ? "stopped; the data are kept until ./brewctl reset" : "nothing is running");
    }
}
