package coffee.brew.connect.grpc;

import static io.grpc.Metadata.ASCII_STRING_MARSHALLER;
import static io.grpc.Metadata.BINARY_BYTE_MARSHALLER;
import static io.grpc.Metadata.BINARY_HEADER_SUFFIX;
import static java.util.Objects.requireNonNull;

import coffee.brew.connect.grpc.channel.ChannelSettings;
import coffee.brew.connect.grpc.channel.Channels;
import coffee.brew.connect.grpc.config.ConnectionKeys;
import coffee.brew.connect.grpc.config.DeliveryKeys;
import coffee.brew.connect.grpc.config.GrpcSourceConfig;
import coffee.brew.connect.grpc.config.SourceKeys;
import coffee.brew.connect.grpc.proto.DynamicMethod;
import coffee.brew.connect.grpc.proto.MethodSchemas;
import coffee.brew.connect.grpc.proto.PositionField;
import coffee.brew.connect.grpc.stream.Source;
import com.google.protobuf.DynamicMessage;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The method that the configuration names. */
final class ConfiguredSource implements Source {
    /** Reflection answers in milliseconds; who does not answer for so long is asked again at the next attempt. */
    private static final Duration REFLECTION_TIMEOUT_MAX = Duration.ofSeconds(5);

    private final GrpcSourceConfig config;
    private final ChannelSettings channels;
    private @Nullable MethodFields fields;

    /** A method with a descriptor set is checked here, one without when the server has been asked. */
    ConfiguredSource(GrpcSourceConfig config) {
        this.config = config;
        this.channels = ChannelConfig.of(config, Blame.THROWING);
        MethodSchemas described = describedSchemas(config);
        if (described != null) {
            bind(described);
        }
    }

    /** What the configured descriptor set says; null when there is none. */
    static @Nullable MethodSchemas describedSchemas(GrpcSourceConfig config) {
        String descriptor = config.text(SourceKeys.DESCRIPTOR);
        if (descriptor == null) {
            return null;
        }
        return Blame.THROWING.on(
                SourceKeys.DESCRIPTOR,
                () -> isFile(descriptor)
                        ? MethodSchemas.ofFile(Path.of(descriptor))
                        : MethodSchemas.ofBase64(descriptor));
    }

    /** What the server itself says. */
    static MethodSchemas reflectedSchemas(GrpcSourceConfig config, Channel channel) {
        return MethodSchemas.ofReflection(channel, config.getString(SourceKeys.SERVICE), reflectionTimeout(config));
    }

    static List<String> reflectedServices(GrpcSourceConfig config, Channel channel) {
        return MethodSchemas.servicesByReflection(channel, reflectionTimeout(config));
    }

    private static Duration reflectionTimeout(GrpcSourceConfig config) {
        Duration timeout = config.duration(ConnectionKeys.CONNECTION_TIMEOUT_MS);
        return timeout.compareTo(REFLECTION_TIMEOUT_MAX) < 0 ? timeout : REFLECTION_TIMEOUT_MAX;
    }

    private static boolean isFile(String descriptor) {
        try {
            // Base64 has no dots, and that of a descriptor set begins with another character.
            return descriptor.startsWith("/") || descriptor.contains(".") || Files.exists(Path.of(descriptor));
        } catch (InvalidPathException noPath) {
            return false;
        }
    }

    private void bind(MethodSchemas schemas) {
        DynamicMethod method =
                schemas.method(config.getString(SourceKeys.SERVICE), config.getString(SourceKeys.METHOD));
        fields = MethodFields.of(config, method, Blame.THROWING);
    }

    /** Bound to the method; the server has been asked before. */
    MethodFields fields() {
        return requireNonNull(fields, "resolved before");
    }

    @Override
    public ManagedChannel open() {
        return Channels.open(channels);
    }

    @Override
    public void resolve(ManagedChannel channel) {
        if (fields == null) {
            bind(reflectedSchemas(config, channel));
        }
    }

    @Override
    public MethodDescriptor<DynamicMessage, byte[]> method() {
        return fields().method().grpc();
    }

    @Override
    public String withoutSecrets(String text) {
        return channels.withoutSecrets(text);
    }

    @Override
    public Call call(String request, @Nullable String position) {
        DynamicMessage message = requireNonNull(fields().requests().get(request), "one of the configured requests");
        Metadata metadata = new Metadata();
        if (position != null) {
            PositionField field = fields().requestPosition();
            if (field != null) {
                message = field.write(message, position);
            }
            addPosition(metadata, position);
        }
        return new Call(message, metadata);
    }

    private void addPosition(Metadata metadata, String position) {
        String key = config.text(DeliveryKeys.RESUME_METADATA_KEY);
        PositionField field = fields().position();
        if (key == null || field == null) {
            return;
        }
        String name = key.toLowerCase(Locale.ROOT);
        if (name.endsWith(BINARY_HEADER_SUFFIX)) {
            metadata.put(Metadata.Key.of(name, BINARY_BYTE_MARSHALLER), field.binary(position));
        } else {
            metadata.put(Metadata.Key.of(name, ASCII_STRING_MARSHALLER), position);
        }
    }
}
