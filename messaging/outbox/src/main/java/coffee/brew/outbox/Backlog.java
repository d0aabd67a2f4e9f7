package coffee.brew.outbox;

import java.time.Duration;

/**
 * How far the relay is behind, for a service that refuses new work past a limit. Measured every
 * {@code brew.outbox.sample-interval}; reading it costs nothing.
 */
public interface Backlog {
    /**
     * Age of the oldest pending event that is not parked; zero without one. Goes on growing when it cannot be measured.
     */
    Duration oldestAge();

    /** Pending events, parked ones too. A large backlog is counted less often. */
    long pendingEvents();

    /** Keys that are parked. */
    int parkedKeys();
}
