package coffee.brew.outbox;

import coffee.brew.outbox.OutboxRepository.Age;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.function.Supplier;

/** Measures the backlog, in a loop of its own, so that a stuck round does not hide it. */
final class BacklogSampler implements Backlog {
    /** Counting may take up one part in so many of the time. */
    private static final int COUNT_SHARE = 20;

    private final Pool pool;
    private final Supplier<Uni<Long>> count;
    private volatile Sample last = Sample.NONE;

    private record Sample(Age age, long takenNanos, long pendingEvents, long countDueNanos) {
        static final Sample NONE = new Sample(new Age(Duration.ZERO, 0, 0), 0, 0, System.nanoTime());

        boolean countIsDue() {
            return System.nanoTime() - countDueNanos >= 0;
        }
    }

    BacklogSampler(Pool pool) {
        this(pool, () -> OutboxRepository.count(pool));
    }

    BacklogSampler(Pool pool, Supplier<Uni<Long>> count) {
        this.pool = pool;
        this.count = count;
    }

    /** Takes one sample; yields false, for there is no more to do at once. */
    Uni<Boolean> sample() {
        return OutboxRepository.age(pool)
                .invoke(this::take)
                .call(age ->
                        age.requeuedKeys() == 0 ? Uni.createFrom().voidItem() : ParkedKeyRepository.forgetDrained(pool))
                .chain(this::countWhenDue)
                .replaceWith(false);
    }

    /** The age counts at once: of a backlog too large to be counted it is all that one knows. */
    private void take(Age age) {
        Sample before = last;
        long now = System.nanoTime();
        last = isEmpty(age)
                ? new Sample(age, now, 0, now)
                : new Sample(age, now, before.pendingEvents, before.countDueNanos);
    }

    private Uni<Void> countWhenDue(Age age) {
        if (isEmpty(age) || !last.countIsDue()) {
            return Uni.createFrom().voidItem();
        }
        long startedNanos = System.nanoTime();
        return count.get()
                .onItemOrFailure()
                .invoke((counted, failure) -> {
                    long now = System.nanoTime();
                    long pendingEvents = failure == null ? counted : last.pendingEvents;
                    last = new Sample(age, last.takenNanos, pendingEvents, now + COUNT_SHARE * (now - startedNanos));
                })
                .replaceWithVoid();
    }

    private static boolean isEmpty(Age age) {
        return age.oldest().isZero() && age.parkedKeys() + age.requeuedKeys() == 0;
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
