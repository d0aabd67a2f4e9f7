package coffee.brew.connect.grpc.channel;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * What a channel needs. Its text holds no secret: secrets are Kafka's Password, which hides itself.
 *
 * @param tls absent: plaintext
 * @param authority what calls are addressed to and the server's certificate has to name, when that is not the host
 * @param connectTimeout from the start of a call to a connection that carries it
 * @param inboundBytesMax of one response
 * @param metadata of every call
 */
public record ChannelSettings(
        String host,
        int port,
        @Nullable TlsSettings tls,
        @Nullable String authority,
        Duration connectTimeout,
        KeepAlive keepAlive,
        int inboundBytesMax,
        List<MetadataEntry> metadata) {

    public ChannelSettings {
        metadata = List.copyOf(metadata);
    }

    /** The text, which may be a server's, without the values of metadata that the server was told. */
    public String withoutSecrets(String text) {
        return metadata.stream()
                .flatMap(MetadataEntry::secrets)
                .filter(secret -> !secret.isEmpty())
                .distinct()
                // What contains another goes first.
                .sorted(Comparator.comparingInt(String::length).reversed())
                .reduce(text, (hidden, secret) -> hidden.replace(secret, Password.HIDDEN));
    }

    /** As a person writes it. */
    String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
