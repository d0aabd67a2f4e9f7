package coffee.brew.outbox;

import java.time.Duration;

/**
 * Until when a round may send, by this machine's monotonic clock, which goes on while the process is paused. Opened
 * before the claim is asked for, so it never ends after the lease that the database grants.
 */
final class SendWindow {
    private final long openedNanos = System.nanoTime();
    private final long lengthNanos;
    private final long leaseNanos;

    /** @param length well inside the lease: what was sent last must be answered and settled before its end */
    SendWindow(Duration length, Duration lease) {
        this.lengthNanos = length.toNanos();
        this.leaseNanos = lease.toNanos();
    }

    boolean isOpen() {
        return System.nanoTime() - openedNanos < lengthNanos;
    }

    boolean leaseHasPassed() {
        return System.nanoTime() - openedNanos >= leaseNanos;
    }
}
