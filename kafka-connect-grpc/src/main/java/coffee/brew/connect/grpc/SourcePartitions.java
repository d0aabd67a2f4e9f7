package coffee.brew.connect.grpc;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names under which Kafka Connect stores positions. A source partition is a method and a request message, without
 * the server's address: a server that moves keeps its positions.
 *
 * <p>Partitions and offsets have one entry each. Kafka Connect looks an offset up by the serialized bytes of its
 * partition, and a map of two entries serializes in any order: now one, after a restart the other, which is not found.
 */
final class SourcePartitions {
    static final String STREAM = "stream";
    static final String POSITION = "position";

    private final String method;

    SourcePartitions(String method) {
        this.method = method;
    }

    Map<String, String> of(String request) {
        return Map.of(STREAM, method + " " + request);
    }

    /** The request message of a partition that {@link #of} has made. */
    static String request(Map<String, String> partition) {
        String stream = partition.getOrDefault(STREAM, "");
        return stream.substring(stream.indexOf(' ') + 1);
    }

    static Map<String, String> offset(String position) {
        return Map.of(POSITION, position);
    }

    /** Null when there is no offset. */
    static @Nullable String position(@Nullable Map<String, ?> offset) {
        Object position = offset == null ? null : offset.get(POSITION);
        return position == null ? null : position.toString();
    }

    static boolean hasShapeOfPartition(Map<String, ?> partition) {
        return partition.keySet().equals(Set.of(STREAM));
    }

    static boolean hasShapeOfOffset(Map<String, ?> offset) {
        return offset.keySet().equals(Set.of(POSITION))
                && (offset.get(POSITION) instanceof String || offset.get(POSITION) instanceof Number);
    }
}
