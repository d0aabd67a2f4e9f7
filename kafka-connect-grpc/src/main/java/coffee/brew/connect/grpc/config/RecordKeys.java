package coffee.brew.connect.grpc.config;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** What a message becomes, and what happens when it cannot. */
public final class RecordKeys {
    public static final String VALUE_FORMAT = "grpc.value.format";
    public static final String UNSIGNED_64 = "grpc.value.uint64";
    public static final String TIMES = "grpc.value.timestamp";
    public static final String KEY_FIELD = "grpc.key.field";
    public static final String TIMESTAMP_FIELD = "grpc.timestamp.field";
    public static final String TIMESTAMP_UNIT = "grpc.timestamp.unit";
    public static final String TOPIC_FIELD = "grpc.topic.field";
    public static final String HEADER_FIELDS = "grpc.header.fields";
    public static final String DEAD_LETTER_TOPIC = "errors.deadletterqueue.topic.name";
    public static final String DEAD_LETTER_HEADERS = "errors.deadletterqueue.context.headers.enable";

    /** Defined by Kafka Connect for every connector. */
    static final String TOLERANCE = "errors.tolerance";

    static final String LOG_ENABLE = "errors.log.enable";
    static final String LOG_MESSAGES = "errors.log.include.messages";

    private RecordKeys() {}

    static void define(ConfigDef definition) {
        KeyGroup keys = new KeyGroup(definition, "Records");
        keys.choice(
                VALUE_FORMAT,
                "struct",
                List.of("struct", "json", "bytes"),
                "Value format",
                "The value of a record: a Connect Struct with its schema, for every converter and transform; proto JSON"
                        + " as a string, for StringConverter; or the message's bytes, for ByteArrayConverter.");
        keys.choice(
                UNSIGNED_64,
                "decimal",
                List.of("decimal", "int64"),
                "Unsigned 64 bits",
                "What uint64 and fixed64 become, which fit no type of Connect: a Decimal of scale 0, always right; or"
                        + " INT64 with the same bits, negative from 2^63 on. For structs, keys and headers.");
        keys.choice(
                TIMES,
                "millis",
                List.of("millis", "exact"),
                "Timestamps",
                "What a google.protobuf.Timestamp becomes: Connect's Timestamp, which has milliseconds, or a Struct of"
                        + " seconds and nanos. For structs, keys and headers.");
        path(keys, KEY_FIELD, "Key", "Path of the field that becomes the record's key; without it there is none.");
        path(
                keys,
                TIMESTAMP_FIELD,
                "Timestamp",
                "Path of the field that becomes the record's timestamp: a google.protobuf.Timestamp, a 64-bit integer,"
                        + " or ISO 8601 text. Without it, Kafka's producer sets the time.");
        keys.choice(
                TIMESTAMP_UNIT,
                "milliseconds",
                List.of("seconds", "milliseconds", "microseconds", "nanoseconds"),
                "Timestamp unit",
                "Unit since 1970 of a timestamp field that is an integer.");
        path(
                keys,
                TOPIC_FIELD,
                "Topic field",
                "Path of a field that names the record's topic. Where it is absent or empty, kafka.topic.");
        keys.optional(
                HEADER_FIELDS,
                ConfigDef.Type.LIST,
                "",
                Checks.pairs("=", true, "name=path, or a path alone"),
                Importance.LOW,
                "Headers",
                "Paths of fields that become headers, as name=path or a path alone, which then is the name too.");
        defineErrors(new KeyGroup(definition, "Errors"));
    }

    private static void defineErrors(KeyGroup keys) {
        keys.optional(
                DEAD_LETTER_TOPIC,
                ConfigDef.Type.STRING,
                null,
                Checks.topic(),
                Importance.MEDIUM,
                "Dead letter topic",
                "Topic for the bytes of messages that cannot be converted, when errors.tolerance is all. Without it"
                        + " they are counted and passed over.");
        keys.optional(
                DEAD_LETTER_HEADERS,
                ConfigDef.Type.BOOLEAN,
                true,
                Checks.any(),
                Importance.MEDIUM,
                "Dead letter headers",
                "Whether dead letters carry headers with the reason and the origin, under the names that Kafka Connect"
                        + " uses for sinks (__connect.errors.*).");
    }

    private static void path(KeyGroup keys, String name, String label, String documentation) {
        keys.optional(
                name,
                ConfigDef.Type.STRING,
                null,
                Checks.nonBlank("Name a field of the response, as order.id, or leave the key out."),
                Importance.MEDIUM,
                label,
                documentation);
    }
}
