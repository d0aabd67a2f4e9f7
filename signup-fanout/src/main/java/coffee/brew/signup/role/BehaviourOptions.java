package coffee.brew.signup.role;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The faults of a recipient, on its command line. */
public final class BehaviourOptions {
    @Option(
            names = {"--delay", "-delay"},
            paramLabel = "DURATION",
            defaultValue = "0",
            converter = Durations.class,
            description = "Each event takes so long (default: 0).")
    @SuppressWarnings("NullAway.Init")
    private Duration delay;

    @Option(
            names = {"--hang", "-hang"},
            description = "Takes events and never gets done with them.")
    private boolean hang;

    @Option(
            names = {"--fail", "-fail"},
            paramLabel = "PERCENT",
            defaultValue = "0",
            description = "So many of 100 events fail, evenly spread: a gRPC recipient answers UNAVAILABLE, a Kafka"
                    + " recipient tries again.")
    private int failPercent;

    @Option(
            names = {"--reject", "-reject"},
            paramLabel = "PERCENT",
            defaultValue = "0",
            description = "So many of 100 events are refused, evenly spread: a gRPC recipient answers accepted=false, a"
                    + " Kafka recipient leaves them on its dead letter topic.")
    private int rejectPercent;

    @Option(
            names = {"--reject-reason", "-reject-reason"},
            paramLabel = "TEXT",
            defaultValue = "not wanted",
            description = "Why events are refused (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private String rejectReason;

    @Option(
            names = {"--crash-after", "-crash-after"},
            paramLabel = "N",
            defaultValue = "0",
            description = "The process dies after the n-th event: handled, but not answered or committed.")
    private int crashAfter;

    public Behaviour create(Output output) {
        try {
            return new Behaviour(new Behaviour.Plan(delay, hang, failPercent, rejectPercent, rejectReason, crashAfter));
        } catch (IllegalArgumentException e) {
            throw output.usage(String.valueOf(e.getMessage()));
        }
    }
}
