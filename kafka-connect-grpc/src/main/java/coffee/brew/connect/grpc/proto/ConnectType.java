package coffee.brew.connect.grpc.proto;

import java.util.function.Supplier;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * What one protobuf type is in Connect, singular: its schema where a value must be, and where it may be absent.
 *
 * <p>The conversion is told which of the two it makes a value for, because a Struct knows its schema.
 */
record ConnectType(Schema required, Schema optional, Conversion conversion) {
    /** Never given null, never gives null. */
    @FunctionalInterface
    interface Conversion {
        Object toConnect(Object value, Schema schema);
    }

    static ConnectType of(Supplier<SchemaBuilder> schema, Conversion conversion) {
        return new ConnectType(
                schema.get().required().build(), schema.get().optional().build(), conversion);
    }

    Object toConnect(Object value, Schema schema) {
        return conversion.toConnect(value, schema);
    }
}
