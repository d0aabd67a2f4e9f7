package coffee.brew.outbox;

import java.time.Instant;
import java.util.UUID;

/**
 * A key whose events wait because the broker will not take the first of them.
 *
 * @param aggregateId the key
 * @param outboxId the row that failed
 * @param eventId its event
 * @param attempts how often the key has been parked, from 1
 * @param errorClass class of the last error
 * @param errorText its text, at most 500 characters, without payload
 * @param parkedAt when it was parked the last time
 */
public record ParkedKey(
        String aggregateId,
        long outboxId,
        UUID eventId,
        int attempts,
        String errorClass,
        String errorText,
        Instant parkedAt) {}
