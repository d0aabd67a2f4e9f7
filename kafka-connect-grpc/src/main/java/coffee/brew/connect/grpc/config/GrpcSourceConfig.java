package coffee.brew.connect.grpc.config;

import coffee.brew.connect.grpc.proto.ValueOptions;
import coffee.brew.connect.grpc.stream.StreamPolicy;
import io.grpc.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** A connector's or a task's configuration. Each key is valid for itself; how keys fit together, others check. */
public final class GrpcSourceConfig extends AbstractConfig {
    /** Tells the MBeans of a connector's tasks apart. Given to tasks by the connector, never by users. */
    public static final String TASK_NUMBER = "grpc.internal.task.number";

    private final Map<String, String> properties;

    /** Fails with the name of the key that is wrong, and what to do about it. */
    public GrpcSourceConfig(Map<String, String> properties) {
        super(definition(properties), properties, false);
        this.properties = Map.copyOf(properties);
    }

    /** All keys that are known beforehand. */
    public static ConfigDef definition() {
        ConfigDef definition = new ConfigDef();
        SourceKeys.define(definition);
        DeliveryKeys.define(definition);
        RecordKeys.define(definition);
        ConnectionKeys.define(definition);
        SecurityKeys.define(definition);
        return definition;
    }

    /** Those, and one for each metadata key of this configuration: only what is defined as a password is hidden. */
    public static ConfigDef definition(Map<String, String> properties) {
        ConfigDef definition = definition();
        properties.keySet().stream()
                .filter(name -> isMetadataValue(definition, name))
                .sorted()
                .forEach(name -> SecurityKeys.defineMetadata(definition, name));
        return definition;
    }

    private static boolean isMetadataValue(ConfigDef definition, String name) {
        return name.startsWith(SecurityKeys.METADATA_PREFIX)
                && name.length() > SecurityKeys.METADATA_PREFIX.length()
                && !definition.names().contains(name);
    }

    /** Null when the key is absent or blank. */
    public @Nullable String text(String name) {
        String text = getString(name);
        return text == null || text.isBlank() ? null : text.strip();
    }

    public Duration duration(String name) {
        return Duration.ofMillis(getLong(name));
    }

    /** The request messages in their one spelling, at least one. */
    public List<String> requests() {
        return RequestTexts.split(getString(SourceKeys.REQUEST));
    }

    /** The full name of the method, as calls have it. */
    public String method() {
        return getString(SourceKeys.SERVICE) + "/" + getString(SourceKeys.METHOD);
    }

    public boolean resumes() {
        return text(DeliveryKeys.RESUME_RESPONSE_FIELD) != null
                && (text(DeliveryKeys.RESUME_REQUEST_FIELD) != null || text(DeliveryKeys.RESUME_METADATA_KEY) != null);
    }

    /** The header's name and its field's path. */
    public Map<String, String> headerFields() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String entry : getList(RecordKeys.HEADER_FIELDS)) {
            int equals = entry.indexOf('=');
            headers.put(
                    entry.substring(0, equals < 0 ? entry.length() : equals).strip(),
                    entry.substring(equals + 1).strip());
        }
        return headers;
    }

    public ValueOptions valueOptions() {
        return new ValueOptions(
                choice(RecordKeys.VALUE_FORMAT, ValueOptions.Format.class),
                choice(RecordKeys.UNSIGNED_64, ValueOptions.Unsigned64.class),
                choice(RecordKeys.TIMES, ValueOptions.Times.class));
    }

    /** One of the words of a key, as the constant of the same name. */
    public <E extends Enum<E>> E choice(String name, Class<E> type) {
        return Enum.valueOf(type, getString(name).toUpperCase(Locale.ROOT));
    }

    /** Whether messages that cannot be converted are passed over; as Kafka Connect reads its own key. */
    public boolean toleratesErrors() {
        return "all".equalsIgnoreCase(properties.get(RecordKeys.TOLERANCE));
    }

    public boolean logsErrors() {
        return Boolean.parseBoolean(properties.get(RecordKeys.LOG_ENABLE));
    }

    public boolean logsMessages() {
        return Boolean.parseBoolean(properties.get(RecordKeys.LOG_MESSAGES));
    }

    public String connector() {
        return properties.getOrDefault("name", "unnamed");
    }

    public String taskNumber() {
        return properties.getOrDefault(TASK_NUMBER, "0");
    }

    public StreamPolicy streamPolicy() {
        return new StreamPolicy(
                getBoolean(ConnectionKeys.RECONNECT_ENABLED),
                duration(ConnectionKeys.RECONNECT_INTERVAL_MS),
                duration(ConnectionKeys.RECONNECT_BACKOFF_MAX_MS),
                Math.max(0, getInt(ConnectionKeys.RECONNECT_ATTEMPTS_MAX)),
                duration(ConnectionKeys.RECONNECT_HEALTHY_MS),
                getList(ConnectionKeys.FATAL_CODES).stream()
                        .map(Status.Code::valueOf)
                        .collect(Collectors.toSet()),
                getString(SourceKeys.STREAM_END).toLowerCase(Locale.ROOT).equals("finish"),
                duration(ConnectionKeys.CALL_TIMEOUT_MS),
                duration(ConnectionKeys.IDLE_TIMEOUT_MS),
                duration(SourceKeys.POLL_INTERVAL_MS),
                getInt(DeliveryKeys.QUEUE_SIZE),
                getLong(DeliveryKeys.QUEUE_BYTES));
    }

    /** Metadata of every call by its key. */
    public Map<String, CallMetadataKeys.Given> metadata() {
        ConfigDef beforehand = definition();
        return CallMetadataKeys.given(
                this,
                properties.keySet().stream()
                        .filter(name -> isMetadataValue(beforehand, name))
                        .sorted()
                        .toList());
    }

    /** Metadata of every call whose values are in files. */
    public List<CallMetadataKeys.FromFile> metadataFiles() {
        return getList(SecurityKeys.METADATA_FILES).stream()
                .map(CallMetadataKeys.FromFile::parse)
                .toList();
    }

    /** What tasks are started with: the connector's own configuration, and the requests that are theirs. */
    public Map<String, String> forTask(int number, List<String> requests) {
        Map<String, String> task = new LinkedHashMap<>(properties);
        task.put(SourceKeys.REQUEST, RequestTexts.join(requests));
        task.put(TASK_NUMBER, String.valueOf(number));
        return task;
    }
}
