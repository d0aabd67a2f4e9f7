package coffee.brew.inbox;

import coffee.brew.envelope.CallContext;
import coffee.brew.envelope.HeaderNames;
import coffee.brew.envelope.TraceHeaders;
import io.opentelemetry.context.Context;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Builds events from records. No message names a value: it may be anybody's. */
final class InboxEvents {
    private static final int UUID_LENGTH = 36;

    private InboxEvents() {}

    /**
     * The record's type; read first, because a type that nobody here knows may have other headers.
     *
     * @throws UnprocessableEventException when there is none
     */
    static String typeOf(ConsumerRecord<byte[], byte[]> source) {
        Header header = source.headers().lastHeader(HeaderNames.EVENT_TYPE);
        return required(HeaderNames.EVENT_TYPE, header == null ? null : textOf(header));
    }

    /**
     * @param start begins the record's span; asked for events alone
     * @throws UnprocessableEventException when a header is missing or malformed, or there is no payload
     */
    static InboxEvent read(ConsumerRecord<byte[], byte[]> source, String type, UnaryOperator<Context> start) {
        Map<String, String> headers = headers(source);
        if (source.value() == null) {
            throw new UnprocessableEventException("the record has no payload");
        }
        return new InboxEvent(
                eventId(required(HeaderNames.EVENT_ID, headers.get(HeaderNames.EVENT_ID))),
                required(HeaderNames.AGGREGATE_ID, headers.get(HeaderNames.AGGREGATE_ID)),
                version(required(HeaderNames.AGGREGATE_VERSION, headers.get(HeaderNames.AGGREGATE_VERSION))),
                type,
                Buffer.buffer(source.value()),
                CallContext.fromHeaders(headers),
                start.apply(TraceHeaders.parent(headers)));
    }

    static Map<String, String> headers(ConsumerRecord<byte[], byte[]> source) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : source.headers()) {
            headers.put(header.key(), textOf(header));
        }
        return headers;
    }

    private static String required(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new UnprocessableEventException("header " + name + " is missing");
        }
        return value;
    }

    private static UUID eventId(String value) {
        try {
            UUID id = UUID.fromString(value);
            if (value.length() == UUID_LENGTH && id.version() == 7) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            throw new UnprocessableEventException("header " + HeaderNames.EVENT_ID + " is not a UUID", e);
        }
        throw new UnprocessableEventException("header " + HeaderNames.EVENT_ID + " is not a UUID of version 7");
    }

    private static long version(String value) {
        long version;
        try {
            version = Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new UnprocessableEventException("header " + HeaderNames.AGGREGATE_VERSION + " is not a number", e);
        }
        if (version < 1) {
            throw new UnprocessableEventException("header " + HeaderNames.AGGREGATE_VERSION + " is below 1");
        }
        return version;
    }

    private static String textOf(Header header) {
        return header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
