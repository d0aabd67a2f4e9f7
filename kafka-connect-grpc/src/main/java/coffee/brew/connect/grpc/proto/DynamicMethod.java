package coffee.brew.connect.grpc.proto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TypeRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A method that is known at run time alone. Its responses arrive as bytes: one that does not parse is then a bad message
 * and not the end of the stream.
 */
public final class DynamicMethod {
    private final com.google.protobuf.Descriptors.MethodDescriptor proto;
    private final TypeRegistry types;
    private final MethodDescriptor<DynamicMessage, byte[]> grpc;

    DynamicMethod(com.google.protobuf.Descriptors.MethodDescriptor proto, TypeRegistry types) {
        this.proto = proto;
        this.types = types;
        this.grpc = MethodDescriptor.<DynamicMessage, byte[]>newBuilder()
                .setType(proto.isServerStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(
                        proto.getService().getFullName(), proto.getName()))
                .setRequestMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(proto.getInputType())))
                .setResponseMarshaller(new Bytes())
                .build();
    }

    /** What to call: one request, and one response or many. */
    public MethodDescriptor<DynamicMessage, byte[]> grpc() {
        return grpc;
    }

    public boolean isServerStreaming() {
        return proto.isServerStreaming();
    }

    public Descriptor requestType() {
        return proto.getInputType();
    }

    public Descriptor responseType() {
        return proto.getOutputType();
    }

    /** A response that arrived. Never fails: the bytes are parsed when somebody asks for the message. */
    public ReceivedMessage received(byte[] bytes) {
        return new ReceivedMessage(responseType(), bytes);
    }

    /** The messages that an Any may hold. */
    TypeRegistry types() {
        return types;
    }

    private static final class Bytes implements Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw Status.INTERNAL
                        .withDescription("a response could not be read")
                        .withCause(e)
                        .asRuntimeException();
            }
        }
    }
}
