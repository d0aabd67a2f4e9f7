package coffee.brew.connect.grpc.proto;

import coffee.brew.connect.grpc.proto.ValueOptions.Format;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;

/**
 * From a response to a record's value. In {@link Format#STRUCT}:
 *
 * <ul>
 *   <li>A message is a Struct, named as in the .proto, in version 1. All its fields are optional, because fields of a
 *       message come and go; null is what protobuf calls absent, and a field without presence is never null.
 *   <li>Members of a oneof are fields; all but one are null.
 *   <li>An enum is the STRING of its name, and of a number without a name the number in decimal.
 *   <li>uint32 and fixed32 are INT64; uint64 and fixed64 as in {@link ValueOptions.Unsigned64}.
 *   <li>Wrappers (google.protobuf.StringValue and the like) are their value. A Timestamp is as in
 *       {@link ValueOptions.Times}.
 *   <li>google.protobuf.Struct, Value and ListValue are the STRING of their JSON. So is a field whose message can
 *       contain the message that has the field: Connect's schemas have an end. Wherever else a message of that type
 *       stands, it is a Struct; one name always means one schema.
 *   <li>All other messages are what their .proto says: Any is a type_url and a value, which needs no knowledge of the
 *       type; Duration is seconds and nanos; FieldMask is paths; Empty has no fields.
 * </ul>
 */
public interface ValueConversion {
    /** The schema of all values: always the same object. */
    Schema schema();

    /** A {@link DataException} for a message that does not parse or has no place in the schema. */
    SchemaAndValue convert(ReceivedMessage received);

    static ValueConversion of(DynamicMethod method, ValueOptions options) {
        return switch (options.format()) {
            case STRUCT -> new StructConversion(method, options);
            case JSON -> new JsonConversion(method);
            case BYTES -> new BytesConversion();
        };
    }
}

final class StructConversion implements ValueConversion {
    private final ConnectType type;

    StructConversion(DynamicMethod method, ValueOptions options) {
        this.type = new ConnectTypes(options, method.types()).of(method.responseType());
    }

    @Override
    public Schema schema() {
        return type.required();
    }

    @Override
    public SchemaAndValue convert(ReceivedMessage received) {
        return new SchemaAndValue(schema(), type.toConnect(received.message(), schema()));
    }
}

final class JsonConversion implements ValueConversion {
    private final JsonText json;

    JsonConversion(DynamicMethod method) {
        this.json = new JsonText(method.types());
    }

    @Override
    public Schema schema() {
        return Schema.STRING_SCHEMA;
    }

    @Override
    public SchemaAndValue convert(ReceivedMessage received) {
        return new SchemaAndValue(schema(), json.of(received.message()));
    }
}

final class BytesConversion implements ValueConversion {
    @Override
    public Schema schema() {
        return Schema.BYTES_SCHEMA;
    }

    @Override
    public SchemaAndValue convert(ReceivedMessage received) {
        return new SchemaAndValue(schema(), received.bytes());
    }
}
