package coffee.brew.sandbox.cli;

/** What a command's exit code means; the same for all commands, and for good. */
final class ExitCodes {
    static final int OK = 0;
    /** A promise was not kept, or a check found something. */
    static final int CHECK_FAILED = 1;
    /** The command line was wrong. */
    static final int USAGE = 2;
    /** The machine is not as it must be: a port is taken, the disk is full, something was not built. */
    static final int ENVIRONMENT = 3;
    /** The command needs a running stack, or a node, that is not there. */
    static final int NOT_RUNNING = 4;
    /** A service refused the call, or did not answer. */
    static final int REFUSED = 5;
    /** A bug. */
    static final int INTERNAL = 70;

    private ExitCodes() {}
}
