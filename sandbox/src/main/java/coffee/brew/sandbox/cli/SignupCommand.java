package coffee.brew.sandbox.cli;

import coffee.brew.infra.Watchdog;
import coffee.brew.sandbox.stack.SignupProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "signup",
        description = {
            "Runs one role of the sign-up example in this terminal, until it is done or Ctrl-C: grpc-listener or"
                    + " kafka-listener, a recipient; grpc-broadcast or kafka-broadcast, a sender.",
            "",
            "What follows the role is the role's own: ./brewctl signup ROLE --help. The Kafka roles use the stack of"
                    + " ./brewctl up, unless --bootstrap or KAFKA_BOOTSTRAP say otherwise. The exit code is the role's."
        },
        footer = {
            "  ./brewctl signup grpc-listener --name analytics --addr :50061",
            "  ./brewctl signup grpc-listener --name billing --addr :50062 --delay 200ms",
            "  ./brewctl signup grpc-broadcast --targets :50061,:50062 --users 5 --parallel",
            "  ./brewctl signup kafka-listener --group crm",
            "  ./brewctl signup kafka-broadcast --users 5"
        })
final class SignupCommand implements Callable<Integer> {
    private static final List<String> ROLES =
            List.of("grpc-listener", "grpc-broadcast", "kafka-listener", "kafka-broadcast");
    private static final String BOOTSTRAP = "KAFKA_BOOTSTRAP";

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Parameters(index = "0", paramLabel = "ROLE", description = "What to run.")
    @SuppressWarnings("NullAway.Init")
    private String role;

    @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "For the role.")
    private List<String> arguments = List.of();

    @Override
    public Integer call() {
        if (!ROLES.contains(role)) {
            throw output.usage("no role is called \"%s\"; there are %s".formatted(role, String.join(", ", ROLES)));
        }
        List<String> all = new ArrayList<>(List.of(role));
        all.addAll(arguments);
        if (output.isJson()) {
            all.add("--output=json");
        }
        ProcessBuilder builder =
                new ProcessBuilder(SignupProgram.in(Workspace.project()).command(all)).inheritIO();
        if (!builder.environment().containsKey(BOOTSTRAP)) {
            Workspace.supervisor().find().ifPresent(stack -> builder.environment()
                    .put(BOOTSTRAP, stack.kafka()));
        }
        return run(builder);
    }

    /** Ctrl-C reaches the role by itself; it gets the time to stop in good order. */
    private static int run(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            Watchdog watchdog = new Watchdog("TERM", null);
            watchdog.guard(List.of(process.pid()));
            int code = awaitEnd(process);
            watchdog.dismiss();
            return code;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the role", e);
        }
    }

    private static int awaitEnd(Process process) {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                process.destroy();
            }
        }
    }
}
