package coffee.brew.sandbox.cli;

import picocli.CommandLine.Help.Ansi;

/**
 * Whether somebody is looking. The launcher knows, the JVM does not: {@code brew.tty.out} and {@code brew.tty.err} say
 * which of the standard streams are terminals.
 */
final class Terminal {
    private Terminal() {}

    /** Whether standard error may be rewritten in place. */
    static boolean isInteractive() {
        return Boolean.getBoolean("brew.tty.err");
    }

    /**
     * Colours for both streams, which share them: none where one of them is not a terminal, or where {@code NO_COLOR} is
     * set.
     */
    static Ansi colours() {
        boolean refused = !System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
        return Boolean.getBoolean("brew.tty.out") && isInteractive() && !refused ? Ansi.ON : Ansi.OFF;
    }
}
