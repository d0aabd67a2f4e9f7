package coffee.brew.connect.grpc.proto;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** A map field is a repeated field of entries, and of several with one key the last counts. */
final class MapEntries {
    private MapEntries() {}

    static FieldDescriptor keyField(FieldDescriptor map) {
        return map.getMessageType().findFieldByNumber(1);
    }

    static FieldDescriptor valueField(FieldDescriptor map) {
        return map.getMessageType().findFieldByNumber(2);
    }

    /** The key of a path, as the map has it. */
    static Object key(String text, FieldDescriptor map, String path) {
        FieldDescriptor key = keyField(map);
        try {
            return switch (key.getType()) {
                case INT32, SINT32, SFIXED32 -> Integer.valueOf(text);
                case UINT32, FIXED32 -> Integer.parseUnsignedInt(text);
                case INT64, SINT64, SFIXED64 -> Long.valueOf(text);
                case UINT64, FIXED64 -> Long.parseUnsignedLong(text);
                case BOOL -> bool(text);
                default -> text;
            };
        } catch (IllegalArgumentException e) {
            throw new ConfigException("path %s: '%s' is not a key of %s, whose keys are of type %s"
                    .formatted(path, text, map.getFullName(), FieldPath.typeOf(key)));
        }
    }

    private static Boolean bool(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.valueOf(text);
    }

    static @Nullable Object get(Message holder, FieldDescriptor map, Object key) {
        for (int i = holder.getRepeatedFieldCount(map) - 1; i >= 0; i--) {
            Message entry = (Message) holder.getRepeatedField(map, i);
            if (key.equals(entry.getField(keyField(map)))) {
                return entry.getField(valueField(map));
            }
        }
        return null;
    }
}
