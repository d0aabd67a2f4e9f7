package coffee.brew.connect.grpc;

import coffee.brew.connect.grpc.channel.ChannelSettings;
import coffee.brew.connect.grpc.channel.KeepAlive;
import coffee.brew.connect.grpc.channel.MetadataEntry;
import coffee.brew.connect.grpc.channel.TlsSettings;
import coffee.brew.connect.grpc.channel.TlsSettings.ClientIdentity;
import coffee.brew.connect.grpc.config.ConnectionKeys;
import coffee.brew.connect.grpc.config.GrpcSourceConfig;
import coffee.brew.connect.grpc.config.SecurityKeys;
import coffee.brew.connect.grpc.config.SourceKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The channel that the configuration asks for. */
final class ChannelConfig {
    private ChannelConfig() {}

    /** Reports metadata that cannot be sent at its key; certificates are looked at when a channel is opened. */
    static ChannelSettings of(GrpcSourceConfig config, Blame blame) {
        return new ChannelSettings(
                config.getString(SourceKeys.HOST),
                config.getInt(SourceKeys.PORT),
                config.getBoolean(SecurityKeys.TLS_ENABLED) ? tls(config) : null,
                config.text(SecurityKeys.TLS_AUTHORITY),
                config.duration(ConnectionKeys.CONNECTION_TIMEOUT_MS),
                new KeepAlive(
                        config.duration(ConnectionKeys.KEEPALIVE_TIME_MS),
                        config.duration(ConnectionKeys.KEEPALIVE_TIMEOUT_MS)),
                config.getInt(ConnectionKeys.INBOUND_SIZE_MAX),
                metadata(config, blame));
    }

    private static TlsSettings tls(GrpcSourceConfig config) {
        return new TlsSettings(path(config.text(SecurityKeys.TLS_CA)), identity(config));
    }

    private static @Nullable ClientIdentity identity(GrpcSourceConfig config) {
        Path certificate = path(config.text(SecurityKeys.TLS_CERTIFICATE));
        Path key = path(config.text(SecurityKeys.TLS_KEY));
        return certificate == null || key == null
                ? null
                : new ClientIdentity(certificate, key, config.getPassword(SecurityKeys.TLS_KEY_PASSWORD));
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null ? null : Path.of(text);
    }

    private static List<MetadataEntry> metadata(GrpcSourceConfig config, Blame blame) {
        List<MetadataEntry> entries = new ArrayList<>();
        config.metadata()
                .forEach((name, given) ->
                        add(entries, blame.on(given.configKey(), () -> MetadataEntry.given(name, given.value()))));
        config.metadataFiles()
                .forEach(file -> add(
                        entries,
                        blame.on(
                                SecurityKeys.METADATA_FILES,
                                () -> MetadataEntry.fromFile(file.key(), file.prefix(), file.path()))));
        return entries;
    }

    private static void add(List<MetadataEntry> entries, @Nullable MetadataEntry entry) {
        if (entry != null) {
            entries.add(entry);
        }
    }
}
