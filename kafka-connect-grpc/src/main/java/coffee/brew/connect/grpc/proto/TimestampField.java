package coffee.brew.connect.grpc.proto;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.util.Timestamps;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** The field that dates a record: a Timestamp, a 64-bit integer in a unit, or ISO 8601 text with an offset. */
public final class TimestampField {
    private final FieldPath path;
    private final TimeUnit unit;

    private TimestampField(FieldPath path, TimeUnit unit) {
        this.path = path;
        this.unit = unit;
    }

    /**
     * A {@link ConfigException} when the field cannot date a record.
     *
     * @param unit of an integer since 1970; without meaning for other types
     */
    public static TimestampField of(FieldPath path, TimeUnit unit) {
        FieldDescriptor leaf = path.leaf();
        boolean isTime = leaf.getJavaType() == JavaType.LONG
                || leaf.getJavaType() == JavaType.STRING
                || (leaf.getJavaType() == JavaType.MESSAGE && WellKnown.isTimestamp(leaf.getMessageType()));
        if (!isTime) {
            throw new ConfigException("path %s is a %s: a timestamp is a %s, a 64-bit integer or ISO 8601 text"
                    .formatted(path, FieldPath.typeOf(leaf), WellKnown.TIMESTAMP));
        }
        return new TimestampField(path, unit);
    }

    /**
     * Milliseconds since 1970; null when the message has no date. A 0 or an empty text that cannot be told from absence
     * is none: dated 1970, the record would be deleted at once. A {@link DataException} for text that is not a date and
     * for a date before 1970, which Kafka refuses.
     */
    public @Nullable Long epochMillis(DynamicMessage message) {
        Object value = path.get(message);
        if (value == null || (path.hidesAbsence() && (value.equals("") || value.equals(0L)))) {
            return null;
        }
        long millis = millis(value);
        if (millis < 0) {
            throw new DataException("%s is before 1970, which Kafka does not take".formatted(path));
        }
        return millis;
    }

    private long millis(Object value) {
        if (value instanceof Message timestamp) {
            return Timestamps.toMillis(WellKnown.timestamp(timestamp));
        }
        if (value instanceof Long number) {
            // Division as such would turn -1 ns into 0.
            return number < 0 ? -1 : unit.toMillis(number);
        }
        try {
            return OffsetDateTime.parse((String) value).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new DataException(
                    "%s is not a date in ISO 8601 with an offset, as 2026-01-31T12:00:00Z".formatted(path), e);
        }
    }
}
