package coffee.brew.connect.grpc.proto;

import com.google.protobuf.DynamicMessage;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;

/** One field as a key or header of a record. Every singular type may be one, in the form that it has in a Struct. */
public final class FieldValue {
    private final FieldPath path;
    private final ConnectType type;

    private FieldValue(FieldPath path, ConnectType type) {
        this.path = path;
        this.type = type;
    }

    public static FieldValue of(FieldPath path, DynamicMethod method, ValueOptions options) {
        return new FieldValue(path, new ConnectTypes(options, method.types()).of(path.leaf()));
    }

    /** Optional: the field may be absent. */
    public Schema schema() {
        return type.optional();
    }

    /** The field's value, null when it is absent. */
    public SchemaAndValue read(DynamicMessage message) {
        Object value = path.get(message);
        return new SchemaAndValue(schema(), value == null ? null : type.toConnect(value, schema()));
    }
}
