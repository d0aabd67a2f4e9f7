package coffee.brew.connect.grpc.proto;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes every Any of one message printable. The printer of JSON refuses an Any whose type it does not know; so such a
 * type gets a stand-in of the same name, with one field for the bytes.
 */
final class AnyContents {
    /** Any in Any is not counted by the parser's own limit, so that a message could exhaust the stack. */
    private static final int DEPTH_MAX = 32;

    private final TypeRegistry known;
    private final Reach reach;
    private final Map<String, Descriptor> met = new LinkedHashMap<>();

    AnyContents(TypeRegistry known, Reach reach) {
        this.known = known;
        this.reach = reach;
    }

    /** The types that the readable message needs to be printed. */
    TypeRegistry types() {
        return TypeRegistry.newBuilder().add(met.values()).build();
    }

    /** The message with stand-ins; throws for an Any that does not parse as the type it names. */
    Message readable(Message message) throws InvalidProtocolBufferException {
        return readable(message, 0);
    }

    private Message readable(Message message, int depth) throws InvalidProtocolBufferException {
        if (!reach.containsAny(message.getDescriptorForType())) {
            return message;
        }
        if (WellKnown.isAny(message.getDescriptorForType())) {
            return any(message, depth);
        }
        Message.Builder builder = message.toBuilder();
        for (FieldDescriptor field : message.getAllFields().keySet()) {
            if (field.getJavaType() != JavaType.MESSAGE) {
                continue;
            }
            if (!field.isRepeated()) {
                builder.setField(field, readable((Message) message.getField(field), depth));
                continue;
            }
            for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                builder.setRepeatedField(field, i, readable((Message) message.getRepeatedField(field, i), depth));
            }
        }
        return builder.build();
    }

    private Message any(Message any, int depth) throws InvalidProtocolBufferException {
        FieldDescriptor url = any.getDescriptorForType().findFieldByNumber(Any.TYPE_URL_FIELD_NUMBER);
        FieldDescriptor value = any.getDescriptorForType().findFieldByNumber(Any.VALUE_FIELD_NUMBER);
        String typeUrl = (String) any.getField(url);
        if (typeUrl.isEmpty()) {
            return any;
        }
        ByteString content = (ByteString) any.getField(value);
        Descriptor type = known.getDescriptorForTypeUrl(typeUrl);
        if (type == null) {
            // A BytesValue has the same form on the wire: one field of bytes, number 1.
            content = BytesValue.of(content).toByteString();
            type = standIn(typeUrl.substring(typeUrl.lastIndexOf('/') + 1));
        } else {
            if (depth == DEPTH_MAX) {
                throw new InvalidProtocolBufferException("Any in Any, more than " + DEPTH_MAX + " deep");
            }
            content =
                    readable(DynamicMessage.parseFrom(type, content), depth + 1).toByteString();
        }
        met.putIfAbsent(type.getFullName(), type);
        return any.toBuilder().setField(value, content).build();
    }

    private Descriptor standIn(String name) throws InvalidProtocolBufferException {
        Descriptor made = met.get(name);
        if (made != null) {
            return made;
        }
        int dot = name.lastIndexOf('.');
        FieldDescriptorProto value = FieldDescriptorProto.newBuilder()
                .setName("value")
                .setNumber(BytesValue.VALUE_FIELD_NUMBER)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .setType(FieldDescriptorProto.Type.TYPE_BYTES)
                .build();
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("stand-in/" + name)
                .setSyntax("proto3")
                .setPackage(dot < 0 ? "" : name.substring(0, dot))
                .addMessageType(DescriptorProto.newBuilder()
                        .setName(name.substring(dot + 1))
                        .addField(value))
                .build();
        try {
            return FileDescriptor.buildFrom(file, new FileDescriptor[0])
                    .getMessageTypes()
                    .get(0);
        } catch (DescriptorValidationException e) {
            throw new InvalidProtocolBufferException("an Any whose type has an impossible name");
        }
    }
}
