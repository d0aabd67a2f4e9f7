package coffee.brew.sandbox.stack;

/** The machine or the stack is not as it must be; the message says what is wrong, the advice what to do next. */
public class SandboxException extends RuntimeException {
    private final String advice;

    public SandboxException(String message, String advice) {
        super(message);
        this.advice = advice;
    }

    public SandboxException(String message, String advice, Throwable cause) {
        super(message, cause);
        this.advice = advice;
    }

    /** What to do next; may be empty. */
    public String advice() {
        return advice;
    }
}
