package coffee.brew.connect.grpc.proto;

import coffee.brew.connect.grpc.proto.ValueOptions.Times;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.Timestamps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;

/** What protobuf types are in Connect, worked out once for each. The policy is stated at {@link ValueConversion}. */
final class ConnectTypes {
    private static final int SCHEMA_VERSION = 1;

    private final ValueOptions options;
    private final JsonText json;
    private final Reach reach = new Reach();
    private final Map<String, ConnectType> messages = new HashMap<>();

    ConnectTypes(ValueOptions options, TypeRegistry types) {
        this.options = options;
        this.json = new JsonText(types);
    }

    /** A field's type, without its being repeated. */
    ConnectType of(FieldDescriptor field) {
        if (field.getJavaType() != JavaType.MESSAGE) {
            return Scalars.of(field, options.unsigned64());
        }
        return reach.isRecursive(field) ? jsonText(field.getMessageType()) : of(field.getMessageType());
    }

    ConnectType of(Descriptor message) {
        ConnectType known = messages.get(message.getFullName());
        if (known == null) {
            known = build(message);
            messages.put(message.getFullName(), known);
        }
        return known;
    }

    private ConnectType build(Descriptor message) {
        if (WellKnown.isJsonValue(message)) {
            return jsonText(message);
        }
        if (WellKnown.isWrapper(message)) {
            FieldDescriptor wrapped = WellKnown.wrapped(message);
            ConnectType inner = of(wrapped);
            return new ConnectType(
                    inner.required(),
                    inner.optional(),
                    (value, schema) -> inner.toConnect(((Message) value).getField(wrapped), schema));
        }
        if (WellKnown.isTimestamp(message) && options.times() == Times.MILLIS) {
            return ConnectType.of(
                    Timestamp::builder,
                    (value, schema) ->
                            Timestamp.toLogical(schema, Timestamps.toMillis(WellKnown.timestamp((Message) value))));
        }
        return struct(message);
    }

    private ConnectType struct(Descriptor message) {
        List<StructField> fields =
                message.getFields().stream().map(this::structField).toList();
        return ConnectType.of(
                () -> {
                    SchemaBuilder struct =
                            SchemaBuilder.struct().name(message.getFullName()).version(SCHEMA_VERSION);
                    fields.forEach(field -> struct.field(field.proto().getName(), field.schema()));
                    return struct;
                },
                (value, schema) -> StructField.struct((Message) value, fields, schema));
    }

    private StructField structField(FieldDescriptor field) {
        if (field.isMapField()) {
            ConnectType key = of(MapEntries.keyField(field));
            ConnectType value = of(MapEntries.valueField(field));
            Schema schema = SchemaBuilder.map(key.required(), value.required())
                    .optional()
                    .build();
            return StructField.map(field, schema, key, value);
        }
        ConnectType type = of(field);
        return field.isRepeated()
                ? StructField.array(
                        field, SchemaBuilder.array(type.required()).optional().build(), type)
                : StructField.single(field, type);
    }

    private ConnectType jsonText(Descriptor message) {
        return ConnectType.of(
                () -> SchemaBuilder.string().doc("JSON of " + message.getFullName()),
                (value, schema) -> json.of((Message) value));
    }
}
