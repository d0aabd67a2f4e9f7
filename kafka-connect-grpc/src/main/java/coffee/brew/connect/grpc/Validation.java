package coffee.brew.connect.grpc;

import coffee.brew.connect.grpc.channel.ChannelSettings;
import coffee.brew.connect.grpc.channel.Channels;
import coffee.brew.connect.grpc.config.GrpcSourceConfig;
import coffee.brew.connect.grpc.config.KeyCombinations;
import coffee.brew.connect.grpc.config.SecurityKeys;
import coffee.brew.connect.grpc.config.SourceKeys;
import coffee.brew.connect.grpc.proto.DynamicMethod;
import coffee.brew.connect.grpc.proto.MethodSchemas;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds everything that is wrong with a configuration, each at its key and with its mend. */
final class Validation implements Blame {
    private static final Logger LOG = LoggerFactory.getLogger(Validation.class);

    private final Map<String, String> properties;
    private final Map<String, ConfigValue> values = new LinkedHashMap<>();

    Validation(Map<String, String> properties) {
        this.properties = properties;
    }

    Config run() {
        GrpcSourceConfig.definition(properties).validate(properties).forEach(value -> values.put(value.name(), value));
        if (isGood()) {
            GrpcSourceConfig config = new GrpcSourceConfig(properties);
            KeyCombinations.check(config, this::add);
            ChannelSettings channels = ChannelConfig.of(config, this);
            if (isGood()) {
                checkMethod(config, channels);
            }
        }
        return new Config(List.copyOf(values.values()));
    }

    @Override
    public <T> @Nullable T on(String key, Supplier<T> checked) {
        try {
            return checked.get();
        } catch (ConfigException e) {
            add(key, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private boolean isGood() {
        return values.values().stream().allMatch(value -> value.errorMessages().isEmpty());
    }

    /** Many errors of Kafka's own begin with the key; ours always do. */
    private void add(String key, String message) {
        ConfigValue value = values.get(key);
        if (value != null) {
            value.addErrorMessage(message.contains(key) ? message : key + ": " + message);
        }
    }

    private void checkMethod(GrpcSourceConfig config, ChannelSettings channels) {
        MethodSchemas schemas = on(SourceKeys.DESCRIPTOR, () -> ConfiguredSource.describedSchemas(config));
        ManagedChannel channel = on(tlsKey(config), () -> Channels.open(channels));
        if (channel != null) {
            if (schemas == null && config.text(SourceKeys.DESCRIPTOR) == null) {
                schemas = reflected(config, channels, channel);
            }
            channel.shutdownNow();
        }
        if (schemas == null) {
            return;
        }
        MethodSchemas known = schemas;
        String service = config.getString(SourceKeys.SERVICE);
        recommend(SourceKeys.SERVICE, known.services());
        recommend(SourceKeys.METHOD, known.methods(service));
        String culprit = known.services().contains(service) ? SourceKeys.METHOD : SourceKeys.SERVICE;
        DynamicMethod method = on(culprit, () -> known.method(service, config.getString(SourceKeys.METHOD)));
        if (method != null) {
            MethodFields.of(config, method, this);
        }
    }

    /** The key to blame when a channel cannot be opened: files that do not serve. */
    private static String tlsKey(GrpcSourceConfig config) {
        return config.text(SecurityKeys.TLS_CERTIFICATE) == null ? SecurityKeys.TLS_CA : SecurityKeys.TLS_CERTIFICATE;
    }

    /** Null when the server does not say: a server that is away now may be there when the tasks start. */
    private @Nullable MethodSchemas reflected(
            GrpcSourceConfig config, ChannelSettings channels, ManagedChannel channel) {
        try {
            List<String> services =
                    on(SourceKeys.DESCRIPTOR, () -> ConfiguredSource.reflectedServices(config, channel));
            if (services == null) {
                return null;
            }
            recommend(SourceKeys.SERVICE, services);
            boolean isKnown = services.contains(config.getString(SourceKeys.SERVICE));
            return on(
                    isKnown ? SourceKeys.DESCRIPTOR : SourceKeys.SERVICE,
                    () -> ConfiguredSource.reflectedSchemas(config, channel));
        } catch (StatusRuntimeException e) {
            refused(config, channels, e.getStatus());
            return null;
        }
    }

    private void refused(GrpcSourceConfig config, ChannelSettings channels, Status status) {
        if (config.streamPolicy().fatal().contains(status.getCode())) {
            add(SourceKeys.DESCRIPTOR, "server reflection was refused: " + status.getCode());
        } else {
            LOG.warn(
                    "the method is checked when the tasks start: the server cannot be asked now status={} reason={}",
                    status.getCode(),
                    channels.withoutSecrets(String.valueOf(status.getDescription())));
        }
    }

    private void recommend(String key, List<String> choices) {
        ConfigValue value = values.get(key);
        if (value != null && !choices.isEmpty()) {
            value.recommendedValues(List.copyOf(choices));
        }
    }
}
