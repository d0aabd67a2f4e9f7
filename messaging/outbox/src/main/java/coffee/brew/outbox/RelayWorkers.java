package coffee.brew.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The loops of one relay. The first one answers to wake-ups and polls; the others join in while batches come out well
 * filled, so that one reads while another sends, and rest otherwise. Between the two, a loop lingers.
 */
final class RelayWorkers {
    // They are woken; looking now and then costs nothing and needs no proof that no wake-up is ever missed.
    private static final Duration REST = Duration.ofSeconds(10);

    // Every batch costs each consumer a transaction. A round of some rows shows that more are coming: waiting for them
    // made Create 1 to 22 % faster (docs/benchmarks.md, B1). After fewer rows nobody waits, after many there is a
    // backlog. During an outage most wake-ups are for events that must wait: they shall not cause a claim each.
    private static final Duration LINGER = Duration.ofMillis(10);
    private static final int LINGER_MIN_ROWS = 16;

    private final int wellFilled;
    private final OutboxRelay relay;
    private final List<RelayLoop> loops;

    RelayWorkers(Vertx vertx, OutboxConfig config, OutboxRelay relay) {
        this.relay = relay;
        wellFilled = config.batchSize() / 2;
        loops = IntStream.range(0, config.parallelRounds())
                .mapToObj(index -> new RelayLoop(vertx, settings(config, index), () -> relay.round()
                        .invoke(rows -> wakeOthers(rows, index))
                        .call(this::linger)
                        .map(rows -> rows > 0)))
                .toList();
    }

    private static RelayLoop.Settings settings(OutboxConfig config, int index) {
        return new RelayLoop.Settings(
                "outbox relay " + index,
                index == 0 ? config.pollIntervalMin() : REST,
                index == 0 ? config.pollIntervalMax() : REST,
                OutboxRelay.BACKOFF_MIN,
                config.backoffMax(),
                config.lease().plus(OutboxRelay.SETTLE_MAX));
    }

    private void wakeOthers(int rows, int self) {
        if (rows >= wellFilled && self == 0) {
            loops.subList(1, loops.size()).forEach(RelayLoop::wake);
        }
    }

    private Uni<Void> linger(int rows) {
        Uni<Void> goOn = Uni.createFrom().voidItem();
        boolean moreAreComing = rows >= LINGER_MIN_ROWS && rows < wellFilled;
        boolean wokenInVain = rows == 0 && relay.leavesEventsOut();
        return moreAreComing || wokenInVain ? goOn.onItem().delayIt().by(LINGER) : goOn;
    }

    void start() {
        loops.forEach(RelayLoop::start);
    }

    void wake() {
        loops.get(0).wake();
    }

    /** Claims nothing more; completes when what is in flight has been answered, settled and released. */
    Uni<Void> drain() {
        return Uni.join()
                .all(loops.stream().map(RelayLoop::stop).toList())
                .andCollectFailures()
                .replaceWithVoid();
    }
}
