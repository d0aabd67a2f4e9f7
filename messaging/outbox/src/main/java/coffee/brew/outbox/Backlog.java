package coffee.brew.outbox;

import java.time.Duration;

/**
 * How far the relay is behind, for a service that refuses new work past a limit. Measured every
 * {@code brew.outbox.sample-interval}; reading it costs nothing.
 */
public interface Backlog {
    /**
     * Age of the oldest pending event that is not parked; zero without one. While it cannot be measured, it grows from
     * the last measurement, and stays zero when that was zero.
     */
    Duration oldestAge();

    /** Pending events, parked ones too. A large backlog is counted less often, one that takes too long not at all. */
    long pendingEvents();

    /** Keys that are parked. */
    int parkedKeys();
}
