package coffee.brew.outbox;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** An event that the broker will never take, and why. */
record Unsendable(PendingEvent event, Throwable cause) {
    /** Characters of an error's text that are kept. */
    private static final int TEXT_MAX = 500;

    String errorClass() {
        return cause.getClass().getName();
    }

    /** The error's own words, which hold sizes and names but no payload. */
    String errorText() {
        String text = String.valueOf(cause.getMessage());
        return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX);
    }

    /** Arrays of lane, id, event id, aggregate id, error class and error text. */
    static void addParameters(Tuple tuple, List<Unsendable> all) {
        tuple.addArrayOfShort(all.stream().map(one -> one.event.lane()).toArray(Short[]::new))
                .addArrayOfLong(all.stream().map(one -> one.event.id()).toArray(Long[]::new))
                .addArrayOfUUID(all.stream().map(one -> one.event.eventId()).toArray(UUID[]::new))
                .addArrayOfString(
                        all.stream().map(one -> one.event.aggregateId()).toArray(String[]::new))
                .addArrayOfString(all.stream().map(Unsendable::errorClass).toArray(String[]::new))
                .addArrayOfString(all.stream().map(Unsendable::errorText).toArray(String[]::new));
    }
}
