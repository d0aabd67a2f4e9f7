package coffee.brew.outbox;

import coffee.brew.outbox.OutboxRepository.Age;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;

/** Measures the backlog, in a loop of its own, so that a stuck round does not hide it. */
final class BacklogSampler implements Backlog {
    /** Counting may take up one part in so many of the time. */
    private static final int COUNT_SHARE = 20;

    private final Pool pool;
    private volatile Sample last = Sample.NONE;

    private record Sample(Age age, long takenNanos, long pendingEvents, long countDueNanos) {
        static final Sample NONE = new Sample(new Age(Duration.ZERO, 0, 0), 0, 0, System.nanoTime());

        boolean countIsDue() {
            return System.nanoTime() - countDueNanos >= 0;
        }
    }

    BacklogSampler(Pool pool) {
        this.pool = pool;
    }

    /** Takes one sample; yields false, for there is no more to do at once. */
    Uni<Boolean> sample() {
        return OutboxRepository.age(pool)
                .chain(this::withCount)
                .invoke(sample -> last = sample)
                .chain(sample -> sample.age.requeuedKeys() == 0
                        ? Uni.createFrom().voidItem()
                        : ParkedKeyRepository.forgetDrained(pool))
                .replaceWith(false);
    }

    private Uni<Sample> withCount(Age age) {
        Sample before = last;
        long startedNanos = System.nanoTime();
        if (age.oldest().isZero() && age.parkedKeys() + age.requeuedKeys() == 0) {
            return Uni.createFrom().item(new Sample(age, startedNanos, 0, startedNanos));
        }
        if (!before.countIsDue()) {
            return Uni.createFrom().item(new Sample(age, startedNanos, before.pendingEvents, before.countDueNanos));
        }
        return OutboxRepository.count(pool).map(count -> {
            long now = System.nanoTime();
            return new Sample(age, now, count, now + COUNT_SHARE * (now - startedNanos));
        });
    }

    @Override
    public Duration oldestAge() {
        Sample sample = last;
        Duration age = sample.age.oldest();
        return age.isZero() ? age : age.plusNanos(System.nanoTime() - sample.takenNanos);
    }

    @Override
    public long pendingEvents() {
        return last.pendingEvents;
    }

    @Override
    public int parkedKeys() {
        return last.age.parkedKeys();
    }
}
