package coffee.brew.inbox;

import coffee.brew.envelope.CallContext;
import coffee.brew.envelope.LogContext;
import io.opentelemetry.context.Context;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;

/**
 * An event as it arrived.
 *
 * @param eventId what the inbox deduplicates by
 * @param aggregateId the record's key
 * @param aggregateVersion the aggregate's version after the event, from 1
 * @param type the {@code event-type} header
 * @param payload the record's value
 * @param context on whose behalf the event came to be
 * @param trace the span in which the event is applied, for what answers it; where traces are not recorded, that of its
 *     sender
 */
public record InboxEvent(
        UUID eventId,
        String aggregateId,
        long aggregateVersion,
        String type,
        Buffer payload,
        CallContext context,
        Context trace) {

    /** On whose behalf a line is written that is about this event alone. */
    public LogContext logContext() {
        return LogContext.of(context, trace);
    }
}
