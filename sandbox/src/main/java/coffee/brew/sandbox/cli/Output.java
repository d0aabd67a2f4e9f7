package coffee.brew.sandbox.cli;

import coffee.brew.sandbox.stack.Json;
import coffee.brew.sandbox.stack.Progress;
import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands share: {@code --output}, {@code --help}, and the list of exit codes. */
@Command(
        mixinStandardHelpOptions = true,
        synopsisHeading = "%nUsage: ",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:All is well.",
            "1:A promise was not kept, or a check found something.",
            "2:The command line is wrong.",
            "3:The machine is not as it must be: a port is taken, the disk is full, something was not built.",
            "4:What the command needs is not running: the stack, or a node.",
            "5:A service refused the call, or did not answer.",
            "70:A bug."
        })
final class Output {
    /** How results are written. */
    enum Format {
        text,
        json
    }

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "Result on standard output: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private Format format;

    boolean isJson() {
        return format == Format.json;
    }

    /** Writes the result. */
    void result(Object json, Supplier<String> text) {
        PrintWriter out = command.commandLine().getOut();
        out.println(isJson() ? Json.text(json) : text.get());
        out.flush();
    }

    /**
     * Writes text that is JSON already, or its other form.
     *
     * @return false when nobody reads any more, as behind {@code | head}
     */
    boolean line(String line) {
        PrintWriter out = command.commandLine().getOut();
        out.println(line);
        return !out.checkError() && !System.out.checkError();
    }

    /** Says what is going on, with the seconds since this command began. */
    Progress progress() {
        long begin = System.nanoTime();
        return line -> say("%5.1f s  %s".formatted((System.nanoTime() - begin) / 1e9, line));
    }

    /** Says something that is not the result. */
    void say(String line) {
        PrintWriter err = command.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    /** For errors in options that only the command can see. */
    CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(command.commandLine(), message);
    }
}
