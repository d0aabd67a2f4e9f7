package coffee.brew.inbox;

/** The inbox's own statement failed. Never the event's fault, whatever the cause says. */
final class BookkeepingException extends RuntimeException {
    BookkeepingException(Throwable cause) {
        super("processed events could not be written", cause);
    }
}
