package coffee.brew.connect.grpc.sampler;

import coffee.brew.infra.Ports;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Gives all samples to whoever asks, then ends. */
public final class SamplerServer extends SamplerServiceGrpc.SamplerServiceImplBase implements AutoCloseable {
    private final Server server;

    public SamplerServer() {
        try {
            this.server = Grpc.newServerBuilderForPort(Ports.free(), InsecureServerCredentials.create())
                    .addService(this)
                    .addService(ProtoReflectionServiceV1.newInstance())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void draw(DrawRequest request, StreamObserver<Sample> drawer) {
        Samples.ALL.forEach(drawer::onNext);
        drawer.onCompleted();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
