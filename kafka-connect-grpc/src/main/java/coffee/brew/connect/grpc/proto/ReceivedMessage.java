package coffee.brew.connect.grpc.proto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** A response as it came, parsed once and only if needed. For one thread at a time. */
public final class ReceivedMessage {
    private final Descriptor type;
    private final byte[] bytes;
    private @Nullable DynamicMessage message;

    ReceivedMessage(Descriptor type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    /** What the server sent, to the byte. Not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** The message; a {@link DataException} when the bytes are not one. */
    public DynamicMessage message() {
        DynamicMessage known = message;
        if (known == null) {
            known = parse();
            message = known;
        }
        return known;
    }

    private DynamicMessage parse() {
        try {
            return DynamicMessage.parseFrom(type, bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new DataException(
                    "a response of %d bytes is not a %s: %s. Is the descriptor that of the server?"
                            .formatted(bytes.length, type.getFullName(), e.getMessage()),
                    e);
        }
    }
}
