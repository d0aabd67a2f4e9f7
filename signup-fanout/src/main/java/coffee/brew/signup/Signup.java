package coffee.brew.signup;

import coffee.brew.signup.grpc.GrpcBroadcastCommand;
import coffee.brew.signup.grpc.GrpcListenerCommand;
import coffee.brew.signup.kafka.KafkaBroadcastCommand;
import coffee.brew.signup.kafka.KafkaListenerCommand;
import coffee.brew.signup.role.ExitCodes;
import coffee.brew.signup.role.RoleException;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: one role for each process. */
@Command(
        name = "signup",
        mixinStandardHelpOptions = true,
        description = "Tells recipients that a customer signed up: by gRPC fan-out, or through Kafka.",
        commandListHeading = "%nRoles:%n",
        subcommands = {
            GrpcListenerCommand.class,
            GrpcBroadcastCommand.class,
            KafkaBroadcastCommand.class,
            KafkaListenerCommand.class,
            HostCommand.class
        })
public final class Signup implements Runnable {
    private static final int STOP_TIMEOUT_MS = 10_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    /** The command line, ready to be executed; an interrupted role ends in good order. */
    static CommandLine commandLine() {
        return new CommandLine(new Signup())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((failure, role, parsed) -> tell(failure, role.getErr()));
    }

    /** Ends the process with one of {@link ExitCodes}; also on SIGTERM and Ctrl-C, after an orderly stop. */
    public static void main(String[] arguments) {
        LogManager.getLogManager().reset();
        AtomicInteger code = new AtomicInteger(ExitCodes.OK);
        Thread role = new Thread(() -> code.set(commandLine().execute(arguments)), "role");
        Thread stop = new Thread(() -> stop(role, code), "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        role.start();
        join(role, 0);
        System.exit(code.get());
    }

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "which role?");
    }

    /** A JVM that ends by a signal would not exit with the role's own code. */
    private static void stop(Thread role, AtomicInteger code) {
        role.interrupt();
        join(role, STOP_TIMEOUT_MS);
        System.out.flush();
        Runtime.getRuntime().halt(code.get());
    }

    private static void join(Thread role, int timeoutMs) {
        try {
            role.join(timeoutMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int tell(Exception failure, PrintWriter err) {
        int code = ExitCodes.INTERNAL;
        if (failure instanceof RoleException known) {
            err.println("signup: " + known.getMessage());
            err.println("  -> " + known.advice());
            code = known.exitCode();
        } else {
            err.println("signup: this is a bug; please report it with these lines");
            failure.printStackTrace(err);
        }
        err.flush();
        return code;
    }
}
