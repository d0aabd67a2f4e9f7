package coffee.brew.sandbox.cli;

import coffee.brew.infra.LocalServerException;
import coffee.brew.sandbox.stack.NotRunningException;
import coffee.brew.sandbox.stack.SandboxException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into a sentence, advice and an exit code. Only a bug shows its stack. */
final class Errors implements IExecutionExceptionHandler {
    /** What every error begins with. */
    static final String PREFIX = "brewctl: ";

    /** Less than a stack of small data, with its logs, needs to start. */
    private static final long ROOM_MIN_MB = 500;

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        int code = tell(failure, err);
        err.flush();
        return code;
    }

    private static int tell(Exception failure, PrintWriter err) {
        if (failure instanceof SandboxException known) {
            err.println(PREFIX + known.getMessage());
            if (!known.advice().isEmpty()) {
                err.println("  -> " + known.advice());
            }
            return known instanceof NotRunningException ? ExitCodes.NOT_RUNNING : ExitCodes.ENVIRONMENT;
        }
        if (failure instanceof LocalServerException server) {
            err.println(PREFIX + server.getMessage());
            room().ifPresent(advice -> err.println("  -> " + advice));
            return ExitCodes.ENVIRONMENT;
        }
        if (failure instanceof UncheckedIOException io) {
            err.println(PREFIX + io.getMessage() + ": " + io.getCause());
            err.println("  -> " + room().orElse("see: ./brewctl doctor"));
            return ExitCodes.ENVIRONMENT;
        }
        if (failure instanceof StatusRuntimeException refused) {
            err.println(PREFIX + Refusals.text(refused));
            return ExitCodes.REFUSED;
        }
        err.println(PREFIX + "this is a bug; please report it with these lines");
        failure.printStackTrace(err);
        return ExitCodes.INTERNAL;
    }

    /** What to do about the disk when it is nearly full: whoever could not write says so in his own words, or cannot. */
    static Optional<String> room() {
        try {
            Path place = Files.exists(Workspace.brew()) ? Workspace.brew() : Workspace.project();
            long freeMb = Files.getFileStore(place).getUsableSpace() >> 20;
            return freeMb >= ROOM_MIN_MB
                    ? Optional.empty()
                    : Optional.of("%d MB are free at %s: make room, for instance with ./brewctl reset"
                            .formatted(freeMb, place));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
