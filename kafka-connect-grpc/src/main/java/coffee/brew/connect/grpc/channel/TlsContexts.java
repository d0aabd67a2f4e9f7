package coffee.brew.connect.grpc.channel;

import coffee.brew.connect.grpc.channel.TlsSettings.ClientIdentity;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** Makes TLS contexts from files as they are now. A {@link ConfigException} names the file that does not serve. */
final class TlsContexts {
    private TlsContexts() {}

    /** With the JVM's own TLS: its failures can be told apart, and the plugin needs no native code. */
    static SslContext of(TlsSettings settings) {
        try {
            SslContextBuilder context = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                    .trustManager(new ServerTrust(judge(settings.caFile())));
            ClientIdentity identity = settings.identity();
            if (identity != null) {
                addIdentity(context, identity);
            }
            return context.build();
        } catch (GeneralSecurityException | IOException e) {
            throw new ConfigException("TLS cannot be set up: " + e);
        }
    }

    private static X509ExtendedTrustManager judge(@Nullable Path caFile) throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(caFile == null ? null : keyStore(caFile));
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new ConfigException("this JVM has no way to verify certificates"));
    }

    private static KeyStore keyStore(Path caFile) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int count = 0;
        for (Certificate certificate : certificates(caFile)) {
            store.setCertificateEntry("ca-" + count++, certificate);
        }
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file) {
        try (InputStream in = new ByteArrayInputStream(read(file))) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new ConfigException(file + " holds no certificate: it has to be PEM");
            }
            return certificates;
        } catch (CertificateException | IOException e) {
            throw new ConfigException(file + " holds what is not a certificate: it has to be PEM");
        }
    }

    private static void addIdentity(SslContextBuilder context, ClientIdentity identity) {
        certificates(identity.certificateFile());
        byte[] certificate = read(identity.certificateFile());
        byte[] key = read(identity.keyFile());
        String password = password(new String(key, StandardCharsets.ISO_8859_1), identity);
        try {
            context.keyManager(new ByteArrayInputStream(certificate), new ByteArrayInputStream(key), password);
        } catch (IllegalArgumentException e) {
            // Its causes may quote the file.
            throw new ConfigException(identity.keyFile()
                    + (password == null
                            ? " holds no private key that can be used"
                            : " holds a private key that does not open with the password"));
        }
    }

    /** The password if the key needs one. */
    private static @Nullable String password(String pem, ClientIdentity identity) {
        if (pem.contains("BEGIN ENCRYPTED PRIVATE KEY")) {
            Password password = identity.keyPassword();
            if (password == null) {
                throw new ConfigException(identity.keyFile() + " is encrypted: give its password");
            }
            return password.value();
        }
        if (!pem.contains("BEGIN PRIVATE KEY")) {
            throw new ConfigException(identity.keyFile()
                    + " holds no private key in PKCS#8: convert it, openssl pkcs8 -topk8 -nocrypt -in KEY -out FILE");
        }
        return null;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read on this worker (" + e + ")");
        }
    }
}
