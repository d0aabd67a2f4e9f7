package coffee.brew.connect.grpc.proto;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Request messages from their proto3 JSON, checked against the descriptor. */
public final class RequestMessage {
    private static final Gson STRICT =
            new GsonBuilder().setStrictness(Strictness.STRICT).serializeNulls().create();

    private RequestMessage() {}

    /** The request; a {@link ConfigException} names the field that does not fit. Blank text is the empty message. */
    public static DynamicMessage parse(String json, DynamicMethod method) {
        Descriptor type = method.requestType();
        JsonElement tree = tree(json.isBlank() ? "{}" : json, type);
        try {
            return initialized(merge(tree, type, method.types()));
        } catch (InvalidProtocolBufferException e) {
            throw new ConfigException(
                    "the request message is not a %s: %s".formatted(type.getFullName(), reason(e, tree, type, method)));
        }
    }

    private static JsonElement tree(String json, Descriptor type) {
        try {
            return STRICT.fromJson(json, JsonElement.class);
        } catch (JsonParseException e) {
            throw new ConfigException("the request message is not JSON: %s. An empty %s is {}"
                    .formatted(e.getMessage(), type.getFullName()));
        }
    }

    private static DynamicMessage merge(JsonElement tree, Descriptor type, TypeRegistry types)
            throws InvalidProtocolBufferException {
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(type);
        JsonFormat.parser().usingTypeRegistry(types).merge(STRICT.toJson(tree), builder);
        return builder.buildPartial();
    }

    private static DynamicMessage initialized(DynamicMessage message) {
        if (!message.isInitialized()) {
            throw new ConfigException("the request message lacks required fields: "
                    + String.join(", ", message.findInitializationErrors()));
        }
        return message;
    }

    private static String reason(
            InvalidProtocolBufferException whole, JsonElement tree, Descriptor type, DynamicMethod method) {
        Culprit culprit = culprit(tree, type, method.types());
        return culprit == null ? String.valueOf(whole.getMessage()) : culprit.path() + ": " + culprit.reason();
    }

    private record Culprit(String path, String reason) {}

    /**
     * The parser names the value and not always its field. So each field is tried alone, then the fields of the one that
     * fails.
     */
    private static @Nullable Culprit culprit(JsonElement tree, Descriptor type, TypeRegistry types) {
        if (!(tree instanceof JsonObject object)) {
            return null;
        }
        for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
            JsonObject alone = new JsonObject();
            alone.add(entry.getKey(), entry.getValue());
            try {
                merge(alone, type, types);
            } catch (InvalidProtocolBufferException e) {
                FieldDescriptor field = field(entry.getKey(), type);
                if (field == null) {
                    return new Culprit(entry.getKey(), "no such field; " + fields(type));
                }
                Culprit inner = inner(entry.getValue(), field, types);
                return inner == null
                        ? new Culprit(entry.getKey(), String.valueOf(e.getMessage()))
                        : new Culprit(entry.getKey() + inner.path(), inner.reason());
            }
        }
        return null;
    }

    private static @Nullable Culprit inner(JsonElement value, FieldDescriptor field, TypeRegistry types) {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
                || field.isMapField()
                || field.getMessageType().getFile().getPackage().equals("google.protobuf")) {
            return null;
        }
        if (field.isRepeated() && value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                Culprit culprit = culprit(array.get(i), field.getMessageType(), types);
                if (culprit != null) {
                    return new Culprit("[" + i + "]." + culprit.path(), culprit.reason());
                }
            }
            return null;
        }
        Culprit culprit = culprit(value, field.getMessageType(), types);
        return culprit == null ? null : new Culprit("." + culprit.path(), culprit.reason());
    }

    private static @Nullable FieldDescriptor field(String name, Descriptor type) {
        return type.getFields().stream()
                .filter(field ->
                        field.getName().equals(name) || field.getJsonName().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static String fields(Descriptor type) {
        return type.getFields().isEmpty()
                ? type.getFullName() + " has none"
                : type.getFullName() + " has "
                        + type.getFields().stream()
                                .map(FieldDescriptor::getName)
                                .collect(Collectors.joining(", "));
    }
}
