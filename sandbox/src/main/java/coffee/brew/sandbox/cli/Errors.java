package coffee.brew.sandbox.cli;

import coffee.brew.infra.LocalServerException;
import coffee.brew.sandbox.stack.NotRunningException;
import coffee.brew.sandbox.stack.SandboxException;
import io.grpc.StatusRuntimeException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into a sentence, advice and an exit code. Only a bug shows its stack. */
final class Errors implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        int code = tell(failure, err);
        err.flush();
        return code;
    }

    private static int tell(Exception failure, PrintWriter err) {
        if (failure instanceof SandboxException known) {
            err.println("brewctl: " + known.getMessage());
            if (!known.advice().isEmpty()) {
                err.println("  -> " + known.advice());
            }
            return known instanceof NotRunningException ? ExitCodes.NOT_RUNNING : ExitCodes.ENVIRONMENT;
        }
        if (failure instanceof LocalServerException server) {
            err.println("brewctl: " + server.getMessage());
            return ExitCodes.ENVIRONMENT;
        }
        if (failure instanceof StatusRuntimeException refused) {
            err.println("brewctl: " + Refusals.text(refused));
            return ExitCodes.REFUSED;
        }
        err.println("brewctl: this is a bug; please report it with these lines");
        failure.printStackTrace(err);
        return ExitCodes.INTERNAL;
    }
}
