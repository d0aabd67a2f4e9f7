package coffee.brew.connect.grpc.tape;

import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The methods of the tape; responses are bytes, so that they may also be none of the protocol's. */
final class TapeMethods {
    private final Tape tape;

    TapeMethods(Tape tape) {
        this.tape = tape;
    }

    ServerServiceDefinition definition() {
        MethodDescriptor<PlayRequest, byte[]> play = withBytes(TapeServiceGrpc.getPlayMethod());
        MethodDescriptor<PlayRequest, byte[]> next = withBytes(TapeServiceGrpc.getNextMethod());
        ServiceDescriptor service = ServiceDescriptor.newBuilder(TapeServiceGrpc.SERVICE_NAME)
                .setSchemaDescriptor(TapeServiceGrpc.getServiceDescriptor().getSchemaDescriptor())
                .addMethod(play)
                .addMethod(next)
                .build();
        return ServerServiceDefinition.builder(service)
                .addMethod(play, ServerCalls.asyncServerStreamingCall(this::play))
                .addMethod(next, ServerCalls.asyncUnaryCall(this::next))
                .build();
    }

    private static MethodDescriptor<PlayRequest, byte[]> withBytes(MethodDescriptor<PlayRequest, Cut> method) {
        return method.toBuilder(method.getRequestMarshaller(), new Bytes()).build();
    }

    private void play(PlayRequest request, StreamObserver<byte[]> reader) {
        if (isAccepted(request, reader)) {
            new Player(tape, request, (ServerCallStreamObserver<byte[]>) reader).begin();
        }
    }

    private void next(PlayRequest request, StreamObserver<byte[]> reader) {
        if (isAccepted(request, reader)) {
            reader.onNext(tape.message(request, Math.min(Tape.after(request) + 1, tape.last())));
            reader.onCompleted();
        }
    }

    private boolean isAccepted(PlayRequest request, StreamObserver<byte[]> reader) {
        tape.asked(request);
        Status refusal = tape.refusal();
        if (refusal != null) {
            reader.onError(refusal.asRuntimeException());
        }
        return refusal == null;
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
