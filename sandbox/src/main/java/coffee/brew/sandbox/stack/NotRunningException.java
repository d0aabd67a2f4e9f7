package coffee.brew.sandbox.stack;

/** What is needed does not run: a node, or the whole stack. */
public final class NotRunningException extends SandboxException {
    public NotRunningException(String message, String advice) {
        super(message, advice);
    }
}
