package coffee.brew.connect.grpc;

import coffee.brew.connect.grpc.config.DeliveryKeys;
import coffee.brew.connect.grpc.config.GrpcSourceConfig;
import coffee.brew.connect.grpc.metrics.TaskMetrics;
import coffee.brew.connect.grpc.stream.Streams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads its share of the connector's streams. A failure that calling again cannot mend ends it, with the reason. */
public final class GrpcSourceTask extends SourceTask {
    private static final Logger LOG = LoggerFactory.getLogger(GrpcSourceTask.class);

    /** How long an idle poll waits: short enough for a pause or a stop to be noticed at once. */
    private static final Duration POLL_WAIT = Duration.ofMillis(500);

    private volatile @Nullable Running running;

    /** What there is between start and stop. */
    private record Running(Streams streams, RecordFactory records, TaskMetrics metrics, int batchSize) {}

    private @Nullable ConnectException failure;

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public void start(Map<String, String> properties) {
        GrpcSourceConfig config = new GrpcSourceConfig(properties);
        SourcePartitions partitions = new SourcePartitions(config.method());
        Map<String, String> positions = positions(config, partitions);
        ConfiguredSource source = new ConfiguredSource(config);
        TaskMetrics metrics = new TaskMetrics(config.connector(), config.taskNumber());
        Streams streams = new Streams(source, config.streamPolicy(), positions, metrics, config.requests());
        RecordFactory records = new RecordFactory(config, source, partitions, metrics);
        metrics.register();
        running = new Running(streams, records, metrics, config.getInt(DeliveryKeys.BATCH_SIZE));
        LOG.info(
                "task started method={} streams={} resumed={}",
                config.method(),
                config.requests().size(),
                positions.size());
        if (!config.resumes()) {
            LOG.warn(
                    "Delivery is AT MOST ONCE across restarts: what is in flight when the task stops is lost, because"
                            + " the stream cannot be resumed. Set {} and {} (or {}) if the source has a position.",
                    DeliveryKeys.RESUME_RESPONSE_FIELD,
                    DeliveryKeys.RESUME_REQUEST_FIELD,
                    DeliveryKeys.RESUME_METADATA_KEY);
        }
    }

    private Map<String, String> positions(GrpcSourceConfig config, SourcePartitions partitions) {
        Map<String, String> positions = new HashMap<>();
        if (config.resumes()) {
            List<Map<String, String>> all =
                    config.requests().stream().map(partitions::of).toList();
            context.offsetStorageReader().offsets(all).forEach((partition, offset) -> {
                String position = SourcePartitions.position(offset);
                if (position != null) {
                    positions.put(SourcePartitions.request(partition), position);
                }
            });
        }
        return positions;
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        Running now = running;
        if (now == null) {
            return null;
        }
        if (failure != null) {
            throw failure;
        }
        List<SourceRecord> records = new ArrayList<>();
        try {
            now.streams().poll(POLL_WAIT, now.batchSize(), (request, message, last) -> now.records()
                    .add(request, message, last, records));
        } catch (ConnectException e) {
            if (records.isEmpty()) {
                throw e;
            }
            // What came before the failure is good: Connect gets it first.
            failure = e;
        }
        now.metrics().produced(records.size());
        return records.isEmpty() ? null : records;
    }

    @Override
    public void commitRecord(SourceRecord sent, @Nullable RecordMetadata metadata) {
        Running now = running;
        // Without metadata, a transform has filtered the record, or the producer has dropped it.
        if (now != null && metadata != null) {
            now.metrics().acknowledged();
        }
    }

    @Override
    public void stop() {
        Running now = running;
        running = null;
        if (now != null) {
            now.streams().close();
            now.metrics().close();
            LOG.info(
                    "task stopped received={} acknowledged={}",
                    now.metrics().getMessagesReceived(),
                    now.metrics().getRecordsAcknowledged());
        }
    }
}
