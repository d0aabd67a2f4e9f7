package coffee.brew.signup.role;

import picocli.CommandLine.Option;

/** How much a sender sends, and how fast. */
public final class SenderOptions {
    private static final int RATE_MAX = 100_000;

    @Option(
            names = {"--users", "-users"},
            paramLabel = "N",
            defaultValue = "5",
            description = "Customers that sign up, one event each (default: ${DEFAULT-VALUE}).")
    private int users;

    @Option(
            names = {"--rate", "-rate"},
            paramLabel = "R",
            defaultValue = "0",
            description = "Events that begin each second, as long as the sender keeps up (default: each when the one"
                    + " before is done).")
    private int rate;

    public int users() {
        return users;
    }

    /** The pace of a run that begins now; checks all options. */
    public Pace pace(Output output) {
        if (users < 1) {
            throw output.usage("--users must be at least 1, not " + users);
        }
        if (rate < 0 || rate > RATE_MAX) {
            throw output.usage("--rate must be 0 to %d, not %d".formatted(RATE_MAX, rate));
        }
        return new Pace(rate);
    }
}
