package coffee.brew.signup.role;

/** What a role's exit code means; those of {@code ./brewctl}. */
public final class ExitCodes {
    public static final int OK = 0;
    /** Somebody did not get an event, or did not accept it. */
    public static final int NOT_ALL_TOLD = 1;
    /** The command line was wrong. */
    public static final int USAGE = 2;
    /** The machine is not as it must be: a port is taken. */
    public static final int ENVIRONMENT = 3;
    /** What the role needs does not run: Kafka. */
    public static final int NOT_RUNNING = 4;
    /** A bug. */
    public static final int INTERNAL = 70;
    /** The crash that was asked for; what a shell says of a process that was killed. */
    public static final int CRASHED = 137;

    private ExitCodes() {}
}
