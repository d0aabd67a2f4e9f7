package coffee.brew.signup.role;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The faults that a recipient plays. Percentages are met exactly and evenly: of 20 %, every fifth event. Thread-safe.
 */
public final class Behaviour {
    private static final int PERCENT = 100;

    private final Plan plan;
    private final AtomicLong met = new AtomicLong();
    private final AtomicLong handled = new AtomicLong();

    /**
     * What to play.
     *
     * @param delay how long each event takes
     * @param hang never gets done with any event
     * @param failPercent events that fail for now; again tried, the next chance decides
     * @param rejectPercent events that are understood and refused
     * @param crashAfter the process dies when it has handled so many events, before anybody hears of the last; 0: never
     */
    public record Plan(
            Duration delay, boolean hang, int failPercent, int rejectPercent, String rejectReason, int crashAfter) {
        public Plan {
            requirePercent("--fail", failPercent);
            requirePercent("--reject", rejectPercent);
            if (crashAfter < 0) {
                throw new IllegalArgumentException("--crash-after must not be negative");
            }
        }

        private static void requirePercent(String option, int value) {
            if (value < 0 || value > PERCENT) {
                throw new IllegalArgumentException(option + " must be a percentage, 0 to 100, not " + value);
            }
        }
    }

    /** What becomes of an event. */
    public enum Outcome {
        ACCEPTED,
        REJECTED,
        FAILED
    }

    public Behaviour(Plan plan) {
        this.plan = plan;
    }

    public boolean hangs() {
        return plan.hang();
    }

    public String rejectReason() {
        return plan.rejectReason();
    }

    /** Takes as long as planned, and says what becomes of the event. One that hangs returns by interruption only. */
    public Outcome meet() throws InterruptedException {
        if (plan.hang()) {
            new CountDownLatch(1).await();
        }
        TimeUnit.NANOSECONDS.sleep(plan.delay().toNanos());
        long n = met.incrementAndGet();
        if (isChosen(n, plan.failPercent())) {
            return Outcome.FAILED;
        }
        return isChosen(n, plan.rejectPercent()) ? Outcome.REJECTED : Outcome.ACCEPTED;
    }

    /** To be called when an event is handled and before anybody else hears of it: here the crash happens. */
    public void handled() {
        if (handled.incrementAndGet() == plan.crashAfter()) {
            Runtime.getRuntime().halt(ExitCodes.CRASHED);
        }
    }

    static boolean isChosen(long n, int percent) {
        return n * percent / PERCENT > (n - 1) * percent / PERCENT;
    }
}
