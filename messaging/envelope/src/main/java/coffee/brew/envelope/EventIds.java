package coffee.brew.envelope;

import com.github.f4b6a3.uuid.UuidCreator;
import com.github.f4b6a3.uuid.util.UuidUtil;
import java.time.Instant;
import java.util.UUID;

/** Event ids: UUID version 7, so that they sort by the time they were made and tables can be partitioned by them. */
public final class EventIds {
    private EventIds() {}

    /** A new id; safe from any thread. */
    public static UUID next() {
        return UuidCreator.getTimeOrderedEpoch();
    }

    /**
     * When the id was made, in milliseconds' precision.
     *
     * @throws IllegalArgumentException when the id is not of version 7
     */
    public static Instant createdAt(UUID eventId) {
        if (eventId.version() != 7) {
            throw new IllegalArgumentException("event id is not a UUID version 7: " + eventId);
        }
        return UuidUtil.getInstant(eventId);
    }
}
