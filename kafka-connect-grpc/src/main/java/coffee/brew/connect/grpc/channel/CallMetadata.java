package coffee.brew.connect.grpc.channel;

import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.kafka.common.config.ConfigException;

/** Adds the configured metadata to every call, when there is a connection for it. */
final class CallMetadata extends CallCredentials implements ClientInterceptor {
    private final List<MetadataEntry> entries;

    CallMetadata(List<MetadataEntry> entries) {
        this.entries = entries;
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        return next.newCall(method, options.withCallCredentials(this));
    }

    /** Reads files, so not on the transport's thread. */
    @Override
    public void applyRequestMetadata(RequestInfo request, Executor executor, MetadataApplier applier) {
        executor.execute(() -> apply(applier));
    }

    /** A file that is away for a moment is being rotated: UNAVAILABLE, so that the call is made again. */
    private void apply(MetadataApplier applier) {
        Metadata metadata = new Metadata();
        for (MetadataEntry entry : entries) {
            try {
                entry.addTo(metadata);
            } catch (IOException e) {
                applier.fail(Status.UNAVAILABLE
                        .withDescription("the file of metadata key '" + entry.key() + "' cannot be read (" + e + ")")
                        .withCause(e));
                return;
            } catch (ConfigException e) {
                applier.fail(Status.UNAVAILABLE.withDescription(e.getMessage()).withCause(e));
                return;
            }
        }
        applier.apply(metadata);
    }
}
