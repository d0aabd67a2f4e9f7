package coffee.brew.signup.role;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How every role prints: lines for people, or the same as lines of JSON for programs. Thread-safe. */
@Command(
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:All is well; a sender: every recipient, or Kafka, has every event.",
            "1:A sender: some event was not accepted by somebody.",
            "2:The command line is wrong.",
            "3:The machine is not as it must be: the port is taken.",
            "4:Kafka does not answer.",
            "70:A bug."
        })
public final class Output {
    /** How lines are written. */
    enum Format {
        text,
        json
    }

    private static final class Lazy {
        static final ObjectMapper MAPPER = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();
    }

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Option(
            names = {"--output", "-output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "Lines on standard output: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private Format format;

    /** Writes a result: one line of JSON, or its text, which may be several lines or none. */
    public void result(Object json, Supplier<String> text) {
        String lines = format == Format.json ? json(json) : text.get();
        if (!lines.isEmpty()) {
            print(command.commandLine().getOut(), lines);
        }
    }

    /** Writes what is for people only. */
    public void text(Supplier<String> text) {
        if (format == Format.text) {
            print(command.commandLine().getOut(), text.get());
        }
    }

    /** Says something that is not a result. */
    public void say(String line) {
        print(command.commandLine().getErr(), line);
    }

    /** For errors in options that only the role can see. */
    public CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(command.commandLine(), message);
    }

    private static void print(PrintWriter writer, String lines) {
        synchronized (writer) {
            writer.println(lines);
            writer.flush();
        }
    }

    private static String json(Object value) {
        try {
            return Lazy.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not representable as JSON: " + value.getClass(), e);
        }
    }
}
