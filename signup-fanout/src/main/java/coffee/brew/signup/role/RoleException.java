package coffee.brew.signup.role;

/** A role cannot work; the message says why, the advice what to do next. */
public final class RoleException extends RuntimeException {
    private final String advice;
    private final int exitCode;

    private RoleException(String message, String advice, int exitCode, Throwable cause) {
        super(message, cause);
        this.advice = advice;
        this.exitCode = exitCode;
    }

    /** Something of this machine is not as it must be. */
    public static RoleException environment(String message, String advice, Throwable cause) {
        return new RoleException(message, advice, ExitCodes.ENVIRONMENT, cause);
    }

    /** Something that the role needs does not answer. */
    public static RoleException notRunning(String message, String advice, Throwable cause) {
        return new RoleException(message, advice, ExitCodes.NOT_RUNNING, cause);
    }

    public String advice() {
        return advice;
    }

    public int exitCode() {
        return exitCode;
    }
}
