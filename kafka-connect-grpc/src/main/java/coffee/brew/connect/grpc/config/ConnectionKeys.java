package coffee.brew.connect.grpc.config;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** How long to wait for what, and how to come back. */
public final class ConnectionKeys {
    public static final String RECONNECT_ENABLED = "grpc.reconnect.enabled";
    public static final String RECONNECT_INTERVAL_MS = "grpc.reconnect.interval.ms";
    public static final String RECONNECT_BACKOFF_MAX_MS = "grpc.reconnect.backoff.max.ms";
    public static final String RECONNECT_ATTEMPTS_MAX = "grpc.reconnect.max.attempts";
    public static final String RECONNECT_HEALTHY_MS = "grpc.reconnect.healthy.ms";
    public static final String FATAL_CODES = "grpc.fatal.status.codes";
    public static final String CONNECTION_TIMEOUT_MS = "grpc.connection.timeout.ms";
    public static final String CALL_TIMEOUT_MS = "grpc.call.timeout.ms";
    public static final String IDLE_TIMEOUT_MS = "grpc.idle.timeout.ms";
    public static final String KEEPALIVE_TIME_MS = "grpc.keepalive.time.ms";
    public static final String KEEPALIVE_TIMEOUT_MS = "grpc.keepalive.timeout.ms";
    public static final String INBOUND_SIZE_MAX = "grpc.max.inbound.message.size";

    /** Coming back does not change what these say. A position that has expired is OUT_OF_RANGE. */
    private static final List<String> FATAL = List.of(
            "UNIMPLEMENTED", "INVALID_ARGUMENT", "UNAUTHENTICATED", "PERMISSION_DENIED", "NOT_FOUND", "OUT_OF_RANGE");

    private static final long DAY_MS = 86_400_000;
    private static final int INBOUND_DEFAULT = 4_194_304;

    private ConnectionKeys() {}

    static void define(ConfigDef definition) {
        defineReconnect(new KeyGroup(definition, "Reconnect"));
        KeyGroup keys = new KeyGroup(definition, "Connection");
        milliseconds(
                keys,
                CONNECTION_TIMEOUT_MS,
                30_000L,
                1,
                "Connection timeout",
                "From the beginning of an attempt to a connection that can carry calls; also for an answer to a"
                        + " question to server reflection.");
        milliseconds(
                keys,
                CALL_TIMEOUT_MS,
                30_000L,
                1,
                "Call timeout",
                "Deadline of each call of a unary method. Streams have none.");
        milliseconds(
                keys,
                IDLE_TIMEOUT_MS,
                0L,
                0,
                "Idle timeout",
                "A stream on which nothing comes for so long is called again; 0: never. For sources that are known"
                        + " to talk, where a silent stream is a broken one.");
        milliseconds(
                keys,
                KEEPALIVE_TIME_MS,
                30_000L,
                0,
                "Keep-alive time",
                "A connection that is silent for so long is asked whether it lives; 0: never. Servers refuse to be"
                        + " asked more often than they allow.");
        milliseconds(
                keys,
                KEEPALIVE_TIMEOUT_MS,
                10_000L,
                1,
                "Keep-alive timeout",
                "A connection that does not answer the keep-alive within this time is closed.");
        keys.optional(
                INBOUND_SIZE_MAX,
                ConfigDef.Type.INT,
                INBOUND_DEFAULT,
                Checks.between(1, Integer.MAX_VALUE),
                Importance.MEDIUM,
                "Largest message",
                "Bytes of the largest message that is accepted. A larger one ends the call with RESOURCE_EXHAUSTED,"
                        + " again and again.");
    }

    private static void defineReconnect(KeyGroup keys) {
        keys.optional(
                RECONNECT_ENABLED,
                ConfigDef.Type.BOOLEAN,
                true,
                Checks.any(),
                Importance.MEDIUM,
                "Reconnect",
                "Whether a call that failed is made again. Otherwise the first failure fails the task.");
        milliseconds(
                keys,
                RECONNECT_INTERVAL_MS,
                5_000L,
                1,
                "First pause",
                "Pause before the first new attempt; it doubles with every failure. Up to half of a pause is taken"
                        + " off at random, so that many tasks do not come back at once.");
        milliseconds(keys, RECONNECT_BACKOFF_MAX_MS, 60_000L, 1, "Longest pause", "What the pauses grow to.");
        keys.optional(
                RECONNECT_ATTEMPTS_MAX,
                ConfigDef.Type.INT,
                -1,
                Checks.between(-1, Integer.MAX_VALUE),
                Importance.MEDIUM,
                "Attempts",
                "New attempts in a row, without a healthy time between them, after which the task fails; -1 or 0:"
                        + " any number.");
        milliseconds(
                keys,
                RECONNECT_HEALTHY_MS,
                10_000L,
                0,
                "Healthy time",
                "A call that has been open for so long forgets the failures before it.");
        keys.optional(
                FATAL_CODES,
                ConfigDef.Type.LIST,
                FATAL,
                Checks.statusCodes(),
                Importance.LOW,
                "Fatal status codes",
                "Status codes that fail the task at once with the server's reason. All others lead to a new attempt.");
    }

    private static void milliseconds(
            KeyGroup keys, String name, long defaultMs, long minMs, String label, String documentation) {
        keys.optional(
                name,
                ConfigDef.Type.LONG,
                defaultMs,
                Checks.between(minMs, DAY_MS),
                Importance.MEDIUM,
                label,
                documentation + " Milliseconds.");
    }
}
