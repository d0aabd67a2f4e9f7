package coffee.brew.signup.role;

import java.util.concurrent.TimeUnit;

/** Lets a sender begin its events at a rate; one that is late begins at once. */
public final class Pace {
    private final long intervalNanos;
    private long dueNanos = System.nanoTime();

    /** @param perSecond events that begin each second; 0: each when the one before is done */
    public Pace(int perSecond) {
        intervalNanos = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** Waits until the next event is due. */
    public void await() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(dueNanos - System.nanoTime());
        dueNanos += intervalNanos;
    }
}
