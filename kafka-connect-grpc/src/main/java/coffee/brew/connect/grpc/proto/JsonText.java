package coffee.brew.connect.grpc.proto;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import org.apache.kafka.connect.errors.DataException;

/**
 * The canonical JSON of proto3, one line. Fields without presence are always there, unknown fields never. An Any of a
 * type that nobody knows is {@code {"@type": …, "value": base64}}.
 */
final class JsonText {
    private final TypeRegistry types;
    private final JsonFormat.Printer printer;
    private final Reach reach = new Reach();

    JsonText(TypeRegistry types) {
        this.types = types;
        this.printer = printer(types);
    }

    /** A {@link DataException} when the message has no JSON: a Timestamp out of range, an Any that does not parse. */
    String of(Message message) {
        try {
            if (!reach.containsAny(message.getDescriptorForType())) {
                return printer.print(message);
            }
            AnyContents contents = new AnyContents(types, reach);
            Message readable = contents.readable(message);
            return printer(contents.types()).print(readable);
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new DataException(
                    "a %s has no JSON: %s"
                            .formatted(message.getDescriptorForType().getFullName(), e.getMessage()),
                    e);
        }
    }

    private static JsonFormat.Printer printer(TypeRegistry types) {
        return JsonFormat.printer()
                .usingTypeRegistry(types)
                .alwaysPrintFieldsWithNoPresence()
                .omittingInsignificantWhitespace();
    }
}
