package coffee.brew.connect.grpc.stream;

import com.google.protobuf.DynamicMessage;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import org.jspecify.annotations.Nullable;

/** The method that a task calls. Used by the polling thread alone. */
public interface Source {
    /**
     * A new channel, with certificates as the files have them now.
     *
     * @throws RuntimeException when they cannot be read
     */
    ManagedChannel open();

    /**
     * Finds out what the method looks like, once; may ask the server.
     *
     * @throws io.grpc.StatusRuntimeException when the server does not answer the question
     */
    void resolve(ManagedChannel channel);

    /** The method; resolved before. */
    MethodDescriptor<DynamicMessage, byte[]> method();

    /**
     * The request and its metadata for a call that goes on after the position.
     *
     * @param request the request message as the configuration has it
     * @param position of the last message that was taken; null: from the beginning
     */
    Call call(String request, @Nullable String position);

    /** The text, which may be a server's, without the secrets that the server was told. */
    String withoutSecrets(String text);

    /** What a call begins with. */
    record Call(DynamicMessage request, Metadata metadata) {}
}
