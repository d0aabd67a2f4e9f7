package coffee.brew.inbox;

import com.google.protobuf.Int64Value;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Writes every event that it is given, set-based; a test can put trouble between the rows and the commit. */
@ApplicationScoped
class LedgerEffect implements Effect {
    static final String CREATED = "order.created";
    static final String CHANGED = "order.changed";

    private static final String INSERT =
            """
            INSERT INTO ledger (event_id, order_key, version, amount)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[])
            """;
    private final Map<String, String> traces = new ConcurrentHashMap<>();
    private volatile Function<SqlConnection, Uni<Void>> trouble = LedgerEffect::noTrouble;

    /** Strikes the next transaction, after its rows are written, and no other. */
    void troubleOnce(Function<SqlConnection, Uni<Void>> once) {
        AtomicBoolean isDue = new AtomicBoolean(true);
        trouble = tx -> isDue.getAndSet(false) ? once.apply(tx) : noTrouble(tx);
    }

    void trouble(Function<SqlConnection, Uni<Void>> lasting) {
        trouble = lasting;
    }

    void heal() {
        trouble = LedgerEffect::noTrouble;
    }

    private static Uni<Void> noTrouble(SqlConnection tx) {
        return Uni.createFrom().voidItem();
    }

    /** The span in which an event was applied last, by its trace. */
    Map<String, String> traces() {
        return traces;
    }

    @Override
    public Set<String> eventTypes() {
        return Set.of(CREATED, CHANGED);
    }

    @Override
    public Uni<Void> apply(SqlConnection tx, List<InboxEvent> events) {
        if (events.stream().map(InboxEvent::aggregateId).distinct().count() != events.size()) {
            return Uni.createFrom().failure(new UnprocessableEventException("two events of one order in a round"));
        }
        events.stream()
                .map(event -> Span.fromContext(event.trace()).getSpanContext())
                .forEach(span -> traces.put(span.getTraceId(), span.getSpanId()));
        Long[] amounts = new Long[events.size()];
        for (int i = 0; i < amounts.length; i++) {
            try {
                amounts[i] =
                        Int64Value.parseFrom(events.get(i).payload().getBytes()).getValue();
            } catch (InvalidProtocolBufferException e) {
                return Uni.createFrom().failure(e);
            }
        }
        return tx.preparedQuery(INSERT)
                .execute(Tuple.of(
                        events.stream().map(InboxEvent::eventId).toArray(UUID[]::new),
                        events.stream().map(InboxEvent::aggregateId).toArray(String[]::new),
                        events.stream().map(InboxEvent::aggregateVersion).toArray(Long[]::new),
                        amounts))
                .chain(() -> trouble.apply(tx));
    }
}
