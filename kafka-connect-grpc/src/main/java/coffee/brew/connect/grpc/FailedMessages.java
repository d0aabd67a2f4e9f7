package coffee.brew.connect.grpc;

import coffee.brew.connect.grpc.config.GrpcSourceConfig;
import coffee.brew.connect.grpc.config.RecordKeys;
import java.util.Base64;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to a message that cannot be converted, by Kafka Connect's own keys: {@code errors.tolerance} none fails
 * the task, all passes the message over; {@code errors.log.enable} logs it, {@code errors.log.include.messages} with its
 * content; {@code errors.deadletterqueue.topic.name} keeps its bytes.
 */
final class FailedMessages {
    private static final Logger LOG = LoggerFactory.getLogger(FailedMessages.class);
    private static final String HEADER_PREFIX = "__connect.errors.";

    private final boolean tolerates;
    private final boolean logs;
    private final boolean logsContent;
    private final @Nullable String topic;
    private final boolean withHeaders;
    private final String connector;
    private final String task;

    FailedMessages(GrpcSourceConfig config) {
        this.tolerates = config.toleratesErrors();
        this.logs = config.logsErrors();
        this.logsContent = config.logsMessages();
        this.topic = config.text(RecordKeys.DEAD_LETTER_TOPIC);
        this.withHeaders = config.getBoolean(RecordKeys.DEAD_LETTER_HEADERS);
        this.connector = config.connector();
        this.task = config.taskNumber();
    }

    /**
     * The record that keeps the message; null when nobody keeps it.
     *
     * @throws ConnectException when errors are not tolerated
     */
    @Nullable
    SourceRecord deadLetter(
            byte[] message, DataException cause, Map<String, String> partition, @Nullable Map<String, String> offset) {
        if (logs) {
            LOG.error(
                    "message failed partition={} after={} message={}",
                    partition,
                    offset,
                    logsContent ? Base64.getEncoder().encodeToString(message) : "not logged",
                    cause);
        }
        if (!tolerates) {
            throw new ConnectException(
                    "A message of %s after %s cannot be converted: %s (errors.tolerance=all passes such messages over)"
                            .formatted(partition, offset, cause.getMessage()),
                    cause);
        }
        if (topic == null) {
            return null;
        }
        return new SourceRecord(
                partition, offset, topic, null, null, null, Schema.BYTES_SCHEMA, message, null, headers(cause));
    }

    private ConnectHeaders headers(DataException cause) {
        ConnectHeaders headers = new ConnectHeaders();
        if (withHeaders) {
            headers.addString(HEADER_PREFIX + "connector.name", connector);
            headers.addString(HEADER_PREFIX + "task.id", task);
            headers.addString(HEADER_PREFIX + "stage", "TASK_POLL");
            headers.addString(HEADER_PREFIX + "class.name", GrpcSourceTask.class.getName());
            headers.addString(
                    HEADER_PREFIX + "exception.class.name", cause.getClass().getName());
            headers.addString(HEADER_PREFIX + "exception.message", String.valueOf(cause.getMessage()));
        }
        return headers;
    }
}
