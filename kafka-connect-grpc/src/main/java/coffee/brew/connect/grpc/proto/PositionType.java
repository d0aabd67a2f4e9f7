package coffee.brew.connect.grpc.proto;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import java.text.ParseException;
import java.util.Base64;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigException;

/** The types that a position may have, and how each is written as text. */
enum PositionType {
    STRING,
    BYTES,
    INT32,
    UINT32,
    INT64,
    UINT64,
    TIMESTAMP;

    static PositionType of(FieldPath path) {
        FieldDescriptor leaf = path.leaf();
        return switch (leaf.getType()) {
            case STRING -> STRING;
            case BYTES -> BYTES;
            case INT32, SINT32, SFIXED32 -> INT32;
            case UINT32, FIXED32 -> UINT32;
            case INT64, SINT64, SFIXED64 -> INT64;
            case UINT64, FIXED64 -> UINT64;
            default -> {
                if (leaf.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                        && WellKnown.isTimestamp(leaf.getMessageType())) {
                    yield TIMESTAMP;
                }
                throw new ConfigException("path %s is a %s: a position is a string, bytes, an integer or a %s"
                        .formatted(path, FieldPath.typeOf(leaf), WellKnown.TIMESTAMP));
            }
        };
    }

    /** Whether every position of the other type has its place here. */
    boolean holds(PositionType other) {
        return this == other
                || (this == STRING && other != BYTES)
                || ((this == INT64 || this == UINT64) && other.isInteger());
    }

    private boolean isInteger() {
        return this == INT32 || this == UINT32 || this == INT64 || this == UINT64;
    }

    String print(Object value) {
        return switch (this) {
            case BYTES -> Base64.getEncoder().encodeToString(((ByteString) value).toByteArray());
            case UINT32 -> Integer.toUnsignedString((int) value);
            case UINT64 -> Long.toUnsignedString((long) value);
            case TIMESTAMP -> Timestamps.toString(WellKnown.timestamp((Message) value));
            default -> value.toString();
        };
    }

    /** Throws some RuntimeException for text that is none. */
    Object parse(String text, FieldDescriptor field) {
        return switch (this) {
            case STRING -> text;
            case BYTES -> ByteString.copyFrom(Base64.getDecoder().decode(text));
            case INT32 -> Integer.valueOf(text);
            case UINT32 -> Integer.parseUnsignedInt(text);
            case INT64 -> Long.valueOf(text);
            case UINT64 -> Long.parseUnsignedLong(text);
            case TIMESTAMP -> timestamp(text, field);
        };
    }

    private static DynamicMessage timestamp(String text, FieldDescriptor field) {
        try {
            Timestamp timestamp = Timestamps.parse(text);
            return DynamicMessage.newBuilder(field.getMessageType())
                    .setField(field.getMessageType().findFieldByNumber(1), timestamp.getSeconds())
                    .setField(field.getMessageType().findFieldByNumber(2), timestamp.getNanos())
                    .build();
        } catch (ParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
