package coffee.brew.connect.grpc.benchmark;

import coffee.brew.connect.grpc.tape.Tape;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Lets a tape grow at a steady rate, a few messages at a time. */
final class Pace {
    private static final int TICKS_PER_SECOND = 500;

    private final Tape tape;
    private final int rate;
    private final int seconds;

    Pace(Tape tape, int rate, int seconds) {
        this.tape = tape;
        this.rate = rate;
        this.seconds = seconds;
    }

    /** The percentiles of a run whose first half is for warming up. */
    String latencies(TopicProgress topic, String format) throws InterruptedException {
        while (tape.open() == 0) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        long begin = System.nanoTime();
        long total = (long) rate * seconds;
        for (long tick = 1; tick <= (long) seconds * TICKS_PER_SECOND; tick++) {
            tape.growTo(tick * rate / TICKS_PER_SECOND);
            long due = begin + tick * TimeUnit.SECONDS.toNanos(1) / TICKS_PER_SECOND;
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
        }
        List<Long> sorted = topic.latencies(total / 2, total, format);
        return "p50 %d ms, p99 %d ms, max %d ms, of %,d"
                .formatted(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1), sorted.size());
    }

    private static long at(List<Long> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(sorted.size() * share)));
    }
}
