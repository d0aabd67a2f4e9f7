package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.stack.StackState;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = {
            "Shows what runs and where: gRPC and HTTP address and process id of each node, JDBC URL and role of each"
                    + " database, Kafka's bootstrap servers.",
            "",
            "The JSON has the passwords too. Exit code 4 when nothing runs."
        },
        footer = {
            "  ./brewctl status",
            "  ./brewctl status --output json | jq -r '.nodes[] | select(.name == \"order-1\") | .grpc'"
        })
final class StatusCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Override
    public Integer call() {
        Optional<StackState> state = Workspace.supervisor().find();
        if (state.isEmpty()) {
            output.result(StatusView.nothing(), () -> "nothing is running; start with ./brewctl up");
            return ExitCodes.NOT_RUNNING;
        }
        output.result(StatusView.of(state.get()), () -> StatusView.text(state.get()));
        return ExitCodes.OK;
    }
}
