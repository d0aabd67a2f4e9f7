package coffee.brew.connect.grpc.proto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import java.util.Set;
import org.apache.kafka.connect.errors.DataException;

/** The types of google.protobuf that mean more than their fields say. Told by name: the descriptors are not ours. */
final class WellKnown {
    static final String TIMESTAMP = "google.protobuf.Timestamp";
    static final String ANY = "google.protobuf.Any";

    /** Recursive by nature, and JSON by meaning. */
    private static final Set<String> JSON_VALUES =
            Set.of("google.protobuf.Struct", "google.protobuf.Value", "google.protobuf.ListValue");

    private static final Set<String> WRAPPERS = Set.of(
            "google.protobuf.DoubleValue",
            "google.protobuf.FloatValue",
            "google.protobuf.Int64Value",
            "google.protobuf.UInt64Value",
            "google.protobuf.Int32Value",
            "google.protobuf.UInt32Value",
            "google.protobuf.BoolValue",
            "google.protobuf.StringValue",
            "google.protobuf.BytesValue");

    private WellKnown() {}

    static boolean isWrapper(Descriptor type) {
        return WRAPPERS.contains(type.getFullName());
    }

    static FieldDescriptor wrapped(Descriptor wrapper) {
        return wrapper.findFieldByNumber(1);
    }

    static boolean isJsonValue(Descriptor type) {
        return JSON_VALUES.contains(type.getFullName());
    }

    static boolean isTimestamp(Descriptor type) {
        return type.getFullName().equals(TIMESTAMP);
    }

    static boolean isAny(Descriptor type) {
        return type.getFullName().equals(ANY);
    }

    /** From a dynamic google.protobuf.Timestamp; a {@link DataException} outside the years 1 to 9999. */
    static Timestamp timestamp(Message message) {
        Descriptor type = message.getDescriptorForType();
        Timestamp timestamp = Timestamp.newBuilder()
                .setSeconds((long) message.getField(type.findFieldByNumber(Timestamp.SECONDS_FIELD_NUMBER)))
                .setNanos((int) message.getField(type.findFieldByNumber(Timestamp.NANOS_FIELD_NUMBER)))
                .build();
        if (!Timestamps.isValid(timestamp)) {
            throw new DataException("a Timestamp is outside the years 1 to 9999, or its nanos outside one second");
        }
        return timestamp;
    }
}
