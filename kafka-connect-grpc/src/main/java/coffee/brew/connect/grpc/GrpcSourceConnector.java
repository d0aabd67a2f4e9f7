package coffee.brew.connect.grpc;

import coffee.brew.connect.grpc.config.GrpcSourceConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.util.ConnectorUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads a server-streaming method as a stream, or a unary method again and again, into a topic. Each request message is
 * a stream; streams are spread over the tasks.
 */
public final class GrpcSourceConnector extends SourceConnector {
    private @Nullable GrpcSourceConfig config;

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public void start(Map<String, String> properties) {
        config = new GrpcSourceConfig(properties);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return GrpcSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int tasksMax) {
        GrpcSourceConfig started = config;
        if (started == null) {
            throw new IllegalStateException("Tasks are configured before the connector is started");
        }
        List<String> requests = started.requests();
        List<Map<String, String>> tasks = new ArrayList<>();
        for (List<String> share : ConnectorUtils.groupPartitions(requests, Math.min(requests.size(), tasksMax))) {
            tasks.add(started.forTask(tasks.size(), share));
        }
        return tasks;
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return GrpcSourceConfig.definition();
    }

    /** Each key for itself, then keys together, then against the method, as far as the server can be asked now. */
    @Override
    public Config validate(Map<String, String> properties) {
        return new Validation(properties).run();
    }

    /** Exactly once needs a stream that can be resumed where the last transaction left it. */
    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> properties) {
        return new GrpcSourceConfig(properties).resumes()
                ? ExactlyOnceSupport.SUPPORTED
                : ExactlyOnceSupport.UNSUPPORTED;
    }

    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> properties) {
        return ConnectorTransactionBoundaries.UNSUPPORTED;
    }

    @Override
    public boolean alterOffsets(Map<String, String> properties, Map<Map<String, ?>, Map<String, ?>> offsets) {
        new AlteredOffsets(new GrpcSourceConfig(properties)).check(offsets);
        return true;
    }
}
