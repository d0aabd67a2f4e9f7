package coffee.brew.connect.grpc.proto;

import coffee.brew.connect.grpc.proto.ValueOptions.Unsigned64;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.SchemaBuilder;

/** Scalar types and enums. */
final class Scalars {
    private static final ConnectType DOUBLE = ConnectType.of(SchemaBuilder::float64, (value, schema) -> value);
    private static final ConnectType FLOAT = ConnectType.of(SchemaBuilder::float32, (value, schema) -> value);
    private static final ConnectType INT32 = ConnectType.of(SchemaBuilder::int32, (value, schema) -> value);
    private static final ConnectType INT64 = ConnectType.of(SchemaBuilder::int64, (value, schema) -> value);
    private static final ConnectType BOOL = ConnectType.of(SchemaBuilder::bool, (value, schema) -> value);
    private static final ConnectType STRING = ConnectType.of(SchemaBuilder::string, (value, schema) -> value);

    private static final ConnectType UINT32 =
            ConnectType.of(SchemaBuilder::int64, (value, schema) -> Integer.toUnsignedLong((int) value));

    private static final ConnectType UINT64 =
            ConnectType.of(() -> Decimal.builder(0), (value, schema) -> unsigned((long) value));

    /** A copy with an array of its own: converters reach for the array. */
    private static final ConnectType BYTES = ConnectType.of(
            SchemaBuilder::bytes, (value, schema) -> ByteBuffer.wrap(((ByteString) value).toByteArray()));

    private static final ConnectType ENUM =
            ConnectType.of(SchemaBuilder::string, (value, schema) -> name((EnumValueDescriptor) value));

    private Scalars() {}

    static ConnectType of(FieldDescriptor field, Unsigned64 unsigned64) {
        return switch (field.getType()) {
            case DOUBLE -> DOUBLE;
            case FLOAT -> FLOAT;
            case INT32, SINT32, SFIXED32 -> INT32;
            case INT64, SINT64, SFIXED64 -> INT64;
            case UINT32, FIXED32 -> UINT32;
            case UINT64, FIXED64 -> unsigned64 == Unsigned64.DECIMAL ? UINT64 : INT64;
            case BOOL -> BOOL;
            case STRING -> STRING;
            case BYTES -> BYTES;
            case ENUM -> ENUM;
            case MESSAGE, GROUP -> throw new IllegalArgumentException(field.getFullName() + " is a message");
        };
    }

    /** The name; of a number that the .proto does not know, the number. */
    static String name(EnumValueDescriptor constant) {
        return constant.getIndex() < 0 ? String.valueOf(constant.getNumber()) : constant.getName();
    }

    private static BigDecimal unsigned(long bits) {
        return bits >= 0 ? BigDecimal.valueOf(bits) : new BigDecimal(new BigInteger(Long.toUnsignedString(bits)));
    }
}
