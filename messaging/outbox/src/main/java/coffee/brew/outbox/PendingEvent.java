package coffee.brew.outbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A row of the outbox.
 *
 * @param route its topic, as the primary key has it
 */
record PendingEvent(
        short lane,
        long id,
        UUID eventId,
        String topic,
        String aggregateId,
        long aggregateVersion,
        String type,
        Buffer payload,
        Map<String, String> headers,
        int route) {

    static PendingEvent of(Row row) {
        return new PendingEvent(
                row.getShort(0),
                row.getLong(1),
                row.getUUID(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                row.getString(6),
                (Buffer) row.getValue(7),
                headers(row.getJsonObject(8)),
                row.getInteger(9));
    }

    private static Map<String, String> headers(JsonObject json) {
        Map<String, String> headers = new HashMap<>(2 * json.size());
        json.forEach(entry -> headers.put(entry.getKey(), String.valueOf(entry.getValue())));
        return headers;
    }
}
