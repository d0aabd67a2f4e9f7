package coffee.brew.outbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The outbox's insert as a fragment, for a use case that writes its own rows and its events in one data-modifying
 * statement: one round trip, an implicit transaction. Call {@link Outbox#wake()} afterwards.
 *
 * <pre>
 * WITH placed AS (INSERT INTO orders ... ON CONFLICT ... DO NOTHING RETURNING aggregate_id),
 *      [cte("appended", 12, "JOIN placed USING (aggregate_id)")]
 * SELECT aggregate_id FROM placed
 * </pre>
 */
public final class OutboxInsert {
    /** How many parameters {@link #addParameters} adds: arrays, one for each column. */
    public static final int PARAMETERS = 8;

    /** Lanes of the outbox; fixed by the migration that fills {@code outbox_lane}. */
    static final int LANES = 64;

    private OutboxInsert() {}

    /**
     * The fragment {@code name AS (INSERT INTO outbox ... SELECT ... FROM unnest(...) AS event ...)}.
     *
     * @param name the name of the common table expression
     * @param firstParameter the number of the first parameter, from 1
     * @param join limits the rows inserted to those of another expression; the event's columns are {@code lane,
     *     event_id, topic, aggregate_id, aggregate_version, event_type, payload, headers}
     */
    public static String cte(String name, int firstParameter, String join) {
        Object[] numbers = new Object[PARAMETERS + 2];
        numbers[0] = name;
        for (int i = 0; i < PARAMETERS; i++) {
            numbers[i + 1] = firstParameter + i;
        }
        numbers[PARAMETERS + 1] = join;
        return """
                %s AS (
                    INSERT INTO outbox
                        (lane, event_id, topic, aggregate_id, aggregate_version, event_type, payload, headers)
                    SELECT event.lane, event.event_id, event.topic, event.aggregate_id, event.aggregate_version,
                           event.event_type, event.payload, event.headers
                      FROM unnest($%d::smallint[], $%d::uuid[], $%d::text[], $%d::text[], $%d::bigint[], $%d::text[],
                                  $%d::bytea[], $%d::jsonb[]) WITH ORDINALITY
                           AS event (lane, event_id, topic, aggregate_id, aggregate_version, event_type, payload,
                                     headers, position)
                      %s
                     ORDER BY event.position
                )"""
                .formatted(numbers);
    }

    /** Adds the {@link #PARAMETERS} arrays, in the order of the fragment. */
    public static void addParameters(Tuple tuple, List<OutboxEvent> events) {
        tuple.addArrayOfShort(events.stream().map(OutboxInsert::lane).toArray(Short[]::new))
                .addArrayOfUUID(events.stream().map(OutboxEvent::eventId).toArray(UUID[]::new))
                .addArrayOfString(events.stream().map(OutboxEvent::topic).toArray(String[]::new))
                .addArrayOfString(events.stream().map(OutboxEvent::aggregateId).toArray(String[]::new))
                .addArrayOfLong(
                        events.stream().map(OutboxEvent::aggregateVersion).toArray(Long[]::new))
                .addArrayOfString(events.stream().map(OutboxEvent::type).toArray(String[]::new))
                .addValue(events.stream().map(OutboxEvent::payload).toArray(Buffer[]::new))
                .addValue(events.stream().map(OutboxInsert::headers).toArray(JsonObject[]::new));
    }

    private static Short lane(OutboxEvent event) {
        return (short) Math.floorMod(event.aggregateId().hashCode(), LANES);
    }

    private static JsonObject headers(OutboxEvent event) {
        JsonObject json = new JsonObject();
        for (Map.Entry<String, String> header : event.headers().entrySet()) {
            json.put(header.getKey(), header.getValue());
        }
        return json;
    }
}
