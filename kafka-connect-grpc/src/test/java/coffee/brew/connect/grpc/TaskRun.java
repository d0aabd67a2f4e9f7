package coffee.brew.connect.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/** A task as a worker runs it, with offsets in memory. Polled by the test, so that the test decides how fast. */
final class TaskRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final RecordMetadata WRITTEN = new RecordMetadata(new TopicPartition("tape", 0), 0, 0, 0, 0, 0);

    private final Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
    private final List<SourceRecord> records = new ArrayList<>();
    private final Map<String, String> properties;
    private GrpcSourceTask task = new GrpcSourceTask();

    TaskRun(Map<String, String> properties) {
        this.properties = properties;
    }

    TaskRun start() {
        task = new GrpcSourceTask();
        task.initialize(new Context());
        task.start(properties);
        return this;
    }

    /** One poll; what it gives is kept, and its offsets are stored, as if Kafka had acknowledged. */
    List<SourceRecord> poll() {
        try {
            List<SourceRecord> polled = task.poll();
            if (polled == null) {
                return List.of();
            }
            for (SourceRecord sent : polled) {
                task.commitRecord(sent, WRITTEN);
                if (sent.sourceOffset() != null) {
                    offsets.put(sent.sourcePartition(), sent.sourceOffset());
                }
            }
            records.addAll(polled);
            return polled;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    TaskRun pollUntil(BooleanSupplier enough) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!enough.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("patience with %s records", records.size())
                    .isLessThan(deadline);
            poll();
        }
        return this;
    }

    TaskRun pollUntilRecords(int count) {
        return pollUntil(() -> records.size() >= count);
    }

    /** Everything polled so far, over all starts. */
    List<SourceRecord> records() {
        return records;
    }

    List<Long> numbers() {
        return records.stream().map(TaskRun::number).toList();
    }

    static long number(SourceRecord sent) {
        return ((Struct) sent.value()).getInt64("number");
    }

    /** The only position that is stored. */
    @Nullable
    Object position() {
        return offsets.values().stream()
                .map(offset -> offset.get("position"))
                .findFirst()
                .orElse(null);
    }

    /** Messages that have arrived and were not polled. */
    int queued() {
        return (int) attribute("QueueSize");
    }

    /** New calls after failures. */
    long reconnects() {
        return (long) attribute("Reconnects");
    }

    /** Of the task's MBean. */
    Object attribute(String name) {
        try {
            return ManagementFactory.getPlatformMBeanServer().getAttribute(mbean(), name);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    ObjectName mbean() {
        try {
            return new ObjectName("coffee.brew.connect.grpc:type=source-task,connector=\"%s\",task=0"
                    .formatted(properties.get("name")));
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    void stop() {
        task.stop();
    }

    @Override
    public void close() {
        stop();
    }

    private final class Context implements SourceTaskContext, OffsetStorageReader {
        @Override
        public Map<String, String> configs() {
            return properties;
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return this;
        }

        @Override
        public PluginMetrics pluginMetrics() {
            throw new UnsupportedOperationException("the task has an MBean of its own");
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
            return (Map<String, Object>) offsets.get(partition);
        }

        @Override
        public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
            Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
            for (Map<String, T> partition : partitions) {
                Map<String, Object> offset = offset(partition);
                if (offset != null) {
                    found.put(partition, offset);
                }
            }
            return found;
        }
    }
}
