package coffee.brew.connect.grpc.channel;

import java.nio.file.Path;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * TLS with the server, mutual when there is an identity. All files are PEM, and read whenever a channel is opened.
 *
 * @param caFile certificates that may have signed the server's; absent: those that the JVM trusts
 */
public record TlsSettings(@Nullable Path caFile, @Nullable ClientIdentity identity) {
    /**
     * Who we are.
     *
     * @param certificateFile our certificate, then those between it and the CA
     * @param keyFile its private key, PKCS#8
     * @param keyPassword of an encrypted key; ignored for another
     */
    public record ClientIdentity(Path certificateFile, Path keyFile, @Nullable Password keyPassword) {}
}
