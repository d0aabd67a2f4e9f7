package coffee.brew.inbox;

/** Trying again cannot help: the event goes to the dead letter topic. The message is its cause header. */
public class UnprocessableEventException extends RuntimeException {
    public UnprocessableEventException(String message) {
        super(message);
    }

    public UnprocessableEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
