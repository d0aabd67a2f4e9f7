package coffee.brew.query;

/** The call is one too many. */
final class OverloadException extends RuntimeException {
    OverloadException(String message) {
        super(message);
    }
}
