package coffee.brew.query;

/** The database did not answer, or not in time. The cause is for the log, not for a caller. */
final class ReadStoreException extends RuntimeException {
    ReadStoreException(Throwable cause) {
        super("read-store trouble", cause);
    }
}
