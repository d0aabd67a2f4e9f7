package coffee.brew.connect.grpc.config;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/** Where a stream resumes, and how much of it is held in memory. */
public final class DeliveryKeys {
    public static final String TOPIC = "kafka.topic";
    public static final String RESUME_RESPONSE_FIELD = "grpc.resume.response.field";
    public static final String RESUME_REQUEST_FIELD = "grpc.resume.request.field";
    public static final String RESUME_METADATA_KEY = "grpc.resume.metadata.key";
    public static final String QUEUE_SIZE = "grpc.message.queue.size";
    public static final String QUEUE_BYTES = "grpc.message.queue.bytes";
    public static final String BATCH_SIZE = "grpc.batch.size";

    private static final int QUEUE_SIZE_MAX = 10_000_000;
    private static final int BATCH_SIZE_MAX = 100_000;
    private static final long QUEUE_BYTES_MIN = 65_536;

    private DeliveryKeys() {}

    static void define(ConfigDef definition) {
        KeyGroup keys = new KeyGroup(definition, "Delivery");
        keys.required(
                TOPIC,
                ConfigDef.Type.STRING,
                Checks.topic(),
                Width.MEDIUM,
                "Topic",
                "Topic of the records; of those without a topic of their own when grpc.topic.field is set.");
        keys.optional(
                RESUME_RESPONSE_FIELD,
                ConfigDef.Type.STRING,
                null,
                Checks.nonBlank("Name the field of the response that is its position, or leave the key out."),
                Importance.HIGH,
                "Position in the response",
                "Path of the response field that is the message's position in the stream: a sequence number, an opaque"
                        + " token. Kafka Connect stores the position of the records that Kafka has acknowledged."
                        + " Together with grpc.resume.request.field or grpc.resume.metadata.key it makes delivery"
                        + " at least once, and exactly once in a worker with exactly.once.source.support.");
        keys.optional(
                RESUME_REQUEST_FIELD,
                ConfigDef.Type.STRING,
                null,
                Checks.nonBlank("Name the field of the request that takes the position, or leave the key out."),
                Importance.HIGH,
                "Position in the request",
                "Path of the request field that takes the last position at every call but the first. The server has to"
                        + " send everything after it.");
        keys.optional(
                RESUME_METADATA_KEY,
                ConfigDef.Type.STRING,
                null,
                Checks.metadataKey(),
                Importance.MEDIUM,
                "Position in the metadata",
                "Metadata key that takes the last position, where there is no request field for it.");
        keys.optional(
                QUEUE_SIZE,
                ConfigDef.Type.INT,
                10_000,
                Checks.between(1, QUEUE_SIZE_MAX),
                Importance.MEDIUM,
                "Queue size",
                "Messages of a task that are received and not yet handed to Kafka Connect. When there is no more room,"
                        + " gRPC flow control holds the source back; nothing is dropped.");
        keys.optional(
                QUEUE_BYTES,
                ConfigDef.Type.LONG,
                67_108_864L,
                Checks.between(QUEUE_BYTES_MIN, Long.MAX_VALUE),
                Importance.MEDIUM,
                "Queue bytes",
                "Bytes of a task's queue from which on nothing more is asked for; what was asked for before may still"
                        + " come, up to 256 messages for each stream.");
        keys.optional(
                BATCH_SIZE,
                ConfigDef.Type.INT,
                2_000,
                Checks.between(1, BATCH_SIZE_MAX),
                Importance.LOW,
                "Batch size",
                "Records handed to Kafka Connect at once, at most. With exactly-once support a batch is a transaction"
                        + " unless transaction.boundary says otherwise.");
    }
}
