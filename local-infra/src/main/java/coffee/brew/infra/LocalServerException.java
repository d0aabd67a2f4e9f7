package coffee.brew.infra;

/** A local server cannot do what was asked; the message names the server, the cause, and what to do next. */
public final class LocalServerException extends RuntimeException {
    LocalServerException(String message) {
        super(message);
    }

    LocalServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
