package coffee.brew.sandbox.cli;

import java.util.Objects;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command line. */
@Command(
        name = "brewctl",
        version = "Brew sandbox",
        description = "Runs Brew on this machine: a demonstration that kills a node half-way, or a stack to play with.",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            NodeCommands.Start.class,
            NodeCommands.Stop.class,
            NodeCommands.Kill.class,
            NodeCommands.Pause.class,
            NodeCommands.Resume.class,
            ResetCommand.class,
            OrderCommand.class,
            CountsCommand.class,
            GroupsCommand.class,
            ReplayCommand.class,
            TailCommand.class,
            ParkedCommand.class,
            LoadCommand.class,
            ConnectCommand.class,
            SignupCommand.class,
            CompareCommand.class,
            DoctorCommand.class,
            SuperviseCommand.class
        },
        footer = {"  ./brewctl demo", "  ./brewctl up", "  ./brewctl up --help"})
public final class Brewctl implements Runnable {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    /** The command line, ready to be executed. */
    static CommandLine commandLine() {
        CommandLine all = new CommandLine(new Brewctl())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Terminal.colours()))
                .setExecutionExceptionHandler(new Errors());
        // What follows the role is the role's own.
        Objects.requireNonNull(all.getSubcommands().get("signup")).setStopAtPositional(true);
        return all;
    }

    /** Ends the process with one of {@link ExitCodes}. */
    public static void main(String[] arguments) {
        // What went wrong is told by the command; libraries would tell it a second time, at length.
        LogManager.getLogManager().reset();
        System.exit(commandLine().execute(arguments));
    }

    @Override
    public void run() {
        throw output.usage("which command?");
    }
}
