package coffee.brew.connect.grpc;

import static java.util.Objects.requireNonNull;

import coffee.brew.connect.grpc.config.DeliveryKeys;
import coffee.brew.connect.grpc.config.GrpcSourceConfig;
import coffee.brew.connect.grpc.metrics.TaskMetrics;
import coffee.brew.connect.grpc.proto.FieldValue;
import coffee.brew.connect.grpc.proto.PositionField;
import coffee.brew.connect.grpc.proto.ReceivedMessage;
import coffee.brew.connect.grpc.proto.TimestampField;
import coffee.brew.connect.grpc.proto.TopicField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Makes records of messages. What cannot be made into one goes the way of {@link FailedMessages}. */
final class RecordFactory {
    private final ConfiguredSource source;
    private final SourcePartitions partitions;
    private final FailedMessages failed;
    private final TaskMetrics metrics;
    private final String topic;
    private final Map<String, Map<String, String>> partitionOf = new HashMap<>();

    RecordFactory(GrpcSourceConfig config, ConfiguredSource source, SourcePartitions partitions, TaskMetrics metrics) {
        this.source = source;
        this.partitions = partitions;
        this.failed = new FailedMessages(config);
        this.metrics = metrics;
        this.topic = config.getString(DeliveryKeys.TOPIC);
    }

    /**
     * Adds the record of a message. Returns its position; null when it has none, or none that can be read.
     *
     * @param last the position of the message before
     */
    @Nullable
    String add(String request, byte[] bytes, @Nullable String last, List<SourceRecord> records) {
        MethodFields fields = source.fields();
        ReceivedMessage message = fields.method().received(bytes);
        Map<String, String> partition = partitionOf.computeIfAbsent(request, partitions::of);
        String position = null;
        try {
            position = position(fields, message);
            if (position != null && position.equals(last) && !fields.method().isServerStreaming()) {
                // A polled source that has nothing new repeats itself.
                return position;
            }
            records.add(record(fields, message, partition, offset(position, last)));
        } catch (DataException e) {
            metrics.failed();
            SourceRecord deadLetter = failed.deadLetter(bytes, e, partition, offset(position, last));
            if (deadLetter != null) {
                records.add(deadLetter);
            }
        }
        return position;
    }

    private static @Nullable String position(MethodFields fields, ReceivedMessage message) {
        PositionField field = fields.position();
        return field == null ? null : field.read(message.message());
    }

    /** A message without a position leaves the stream where it was. */
    private static @Nullable Map<String, String> offset(@Nullable String position, @Nullable String last) {
        String reached = position == null ? last : position;
        return reached == null ? null : SourcePartitions.offset(reached);
    }

    private SourceRecord record(
            MethodFields fields,
            ReceivedMessage message,
            Map<String, String> partition,
            @Nullable Map<String, String> offset) {
        SchemaAndValue key = value(fields.key(), message);
        SchemaAndValue value = requireNonNull(fields.value()).convert(message);
        return new SourceRecord(
                partition,
                offset,
                topic(fields.topic(), message),
                null,
                key == null ? null : key.schema(),
                key == null ? null : key.value(),
                value.schema(),
                value.value(),
                timestamp(fields.timestamp(), message),
                headers(fields, message));
    }

    private String topic(@Nullable TopicField field, ReceivedMessage message) {
        String named = field == null ? null : field.read(message.message());
        return named == null ? topic : named;
    }

    private static @Nullable Long timestamp(@Nullable TimestampField field, ReceivedMessage message) {
        return field == null ? null : field.epochMillis(message.message());
    }

    private static @Nullable SchemaAndValue value(@Nullable FieldValue field, ReceivedMessage message) {
        return field == null ? null : field.read(message.message());
    }

    private static ConnectHeaders headers(MethodFields fields, ReceivedMessage message) {
        ConnectHeaders headers = new ConnectHeaders();
        fields.headers().forEach((name, field) -> headers.add(name, field.read(message.message())));
        return headers;
    }
}
