package coffee.brew.inbox;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One transaction: the events are remembered, and those that are new have their effect. */
@ApplicationScoped
class ApplyEvents {
    private final Pool pool;
    private final ProcessedEventRepository processedEvents;
    private final Duration transactionTimeout;

    ApplyEvents(Pool pool, ProcessedEventRepository processedEvents, InboxConfig config) {
        this.pool = pool;
        this.processedEvents = processedEvents;
        transactionTimeout = config.transactionTimeout();
    }

    /**
     * Returns the ids of the events that had their effect now, after the commit.
     *
     * @param events distinct, those of one aggregate in version order
     */
    Uni<Set<UUID>> handle(String consumer, List<InboxEvent> events, Effect effect) {
        return pool.withTransaction(tx -> remember(tx, consumer, events)
                        .call(fresh -> applyInRounds(tx, onlyThose(events, fresh), effect)))
                .ifNoItem()
                .after(transactionTimeout)
                .fail();
    }

    private Uni<Set<UUID>> remember(SqlConnection tx, String consumer, List<InboxEvent> events) {
        return processedEvents
                .insertIfAbsent(
                        tx, consumer, events.stream().map(InboxEvent::eventId).toArray(UUID[]::new))
                .onFailure()
                .transform(BookkeepingException::new);
    }

    private static Uni<Void> applyInRounds(SqlConnection tx, List<InboxEvent> events, Effect effect) {
        return Multi.createFrom()
                .iterable(rounds(events))
                .onItem()
                .transformToUniAndConcatenate(round -> effect.apply(tx, round))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static List<InboxEvent> onlyThose(List<InboxEvent> events, Set<UUID> fresh) {
        return events.stream().filter(event -> fresh.contains(event.eventId())).toList();
    }

    /** The n-th round has the n-th event of each aggregate: a statement must not touch a row twice. */
    static List<List<InboxEvent>> rounds(List<InboxEvent> events) {
        List<List<InboxEvent>> rounds = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (InboxEvent event : events) {
            int round = seen.merge(event.aggregateId(), 1, Integer::sum) - 1;
            if (round == rounds.size()) {
                rounds.add(new ArrayList<>());
            }
            rounds.get(round).add(event);
        }
        return rounds;
    }
}
