package coffee.brew.connect.grpc.sampler;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Makes the message of a Struct again, so that one sees whether anything was lost on the way there. */
public final class WayBack {
    private static final JsonFormat.TypeRegistry TYPES = JsonFormat.TypeRegistry.newBuilder()
            .add(SamplerProto.getDescriptor().getMessageTypes())
            .build();

    private WayBack() {}

    public static Sample ofStruct(Struct struct) {
        try {
            return Sample.parseFrom(message(Sample.getDescriptor(), struct).toByteString());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Sample ofJson(String json) {
        return (Sample) merged(json, Sample.newBuilder());
    }

    private static Message merged(String json, Message.Builder builder) {
        try {
            JsonFormat.parser().usingTypeRegistry(TYPES).merge(json, builder);
            return builder.build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(json, e);
        }
    }

    private static Message message(Descriptor type, Struct struct) {
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            Object value = struct.get(field.getName());
            if (value == null) {
                continue;
            }
            if (field.isMapField()) {
                ((Map<?, ?>) value).forEach((key, one) -> builder.addRepeatedField(field, entry(field, key, one)));
            } else if (field.isRepeated()) {
                ((List<?>) value).forEach(one -> builder.addRepeatedField(field, single(field, one)));
            } else {
                builder.setField(field, single(field, value));
            }
        }
        return builder.build();
    }

    private static Message entry(FieldDescriptor map, @Nullable Object key, @Nullable Object value) {
        FieldDescriptor keyField = map.getMessageType().findFieldByNumber(1);
        FieldDescriptor valueField = map.getMessageType().findFieldByNumber(2);
        return DynamicMessage.newBuilder(map.getMessageType())
                .setField(keyField, single(keyField, key))
                .setField(valueField, single(valueField, value))
                .build();
    }

    private static Object single(FieldDescriptor field, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " has an element that is null");
        }
        return switch (field.getType()) {
            case UINT32, FIXED32 -> (int) (long) value;
            case UINT64, FIXED64 -> ((BigDecimal) value).toBigIntegerExact().longValue();
            case BYTES ->
                value instanceof byte[] array ? ByteString.copyFrom(array) : ByteString.copyFrom((ByteBuffer) value);
            case ENUM -> constant(field.getEnumType(), (String) value);
            case MESSAGE -> nested(field.getMessageType(), value);
            default -> value;
        };
    }

    private static EnumValueDescriptor constant(EnumDescriptor type, String name) {
        EnumValueDescriptor known = type.findValueByName(name);
        return known == null ? type.findValueByNumberCreatingIfUnknown(Integer.parseInt(name)) : known;
    }

    private static Message nested(Descriptor type, Object value) {
        if (value instanceof Struct struct) {
            return message(type, struct);
        }
        if (type.getFields().size() == 1
                && type.getFullName().endsWith("Value")
                && !type.getFullName().endsWith("ListValue")) {
            FieldDescriptor wrapped = type.findFieldByNumber(1);
            return DynamicMessage.newBuilder(type)
                    .setField(wrapped, single(wrapped, value))
                    .build();
        }
        return merged((String) value, DynamicMessage.newBuilder(type));
    }
}
