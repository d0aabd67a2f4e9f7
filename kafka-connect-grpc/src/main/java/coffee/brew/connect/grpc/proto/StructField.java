package coffee.brew.connect.grpc.proto;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** A field of a message and the same field of a Struct. */
record StructField(FieldDescriptor proto, Schema schema, Function<Object, Object> conversion) {

    static StructField single(FieldDescriptor proto, ConnectType type) {
        return new StructField(proto, type.optional(), value -> type.toConnect(value, type.optional()));
    }

    static StructField array(FieldDescriptor proto, Schema schema, ConnectType element) {
        return new StructField(proto, schema, value -> {
            List<?> values = (List<?>) value;
            List<Object> array = new ArrayList<>(values.size());
            for (Object one : values) {
                array.add(element.toConnect(one, element.required()));
            }
            return array;
        });
    }

    static StructField map(FieldDescriptor proto, Schema schema, ConnectType key, ConnectType value) {
        FieldDescriptor keyField = MapEntries.keyField(proto);
        FieldDescriptor valueField = MapEntries.valueField(proto);
        return new StructField(proto, schema, entries -> {
            Map<Object, Object> map = new LinkedHashMap<>();
            for (Object one : (List<?>) entries) {
                Message entry = (Message) one;
                map.put(
                        key.toConnect(entry.getField(keyField), key.required()),
                        value.toConnect(entry.getField(valueField), value.required()));
            }
            return map;
        });
    }

    /** The fields are in the order of the schema's. */
    static Struct struct(Message message, List<StructField> fields, Schema schema) {
        Struct struct = new Struct(schema);
        List<Field> places = schema.fields();
        for (int i = 0; i < places.size(); i++) {
            StructField field = fields.get(i);
            FieldDescriptor proto = field.proto();
            if (!proto.hasPresence() || message.hasField(proto)) {
                struct.put(places.get(i), field.convert(message.getField(proto)));
            }
        }
        return struct;
    }

    private Object convert(Object value) {
        try {
            return conversion.apply(value);
        } catch (DataException e) {
            throw new DataException(proto.getName() + ": " + e.getMessage(), e);
        }
    }
}
