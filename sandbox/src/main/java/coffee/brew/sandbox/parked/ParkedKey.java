package coffee.brew.sandbox.parked;

/**
 * A key whose events wait for somebody to look at them.
 *
 * @param outboxId the row that cannot be sent
 * @param waiting how many events of the key wait behind it, itself included
 */
public record ParkedKey(
        String aggregateId,
        String eventId,
        long outboxId,
        long waiting,
        int attempts,
        String errorClass,
        String errorText,
        String parkedAt) {}
