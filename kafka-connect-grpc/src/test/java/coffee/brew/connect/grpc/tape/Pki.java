package coffee.brew.connect.grpc.tape;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A certificate authority of a test, and what it signs, in PEM. */
public final class Pki {
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final String name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    /** A certificate and its private key. */
    public record Identity(KeyPair keys, X509Certificate signed) {
        public String certificate() {
            return pem("CERTIFICATE", encoded(signed));
        }

        public String key() {
            return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
        }

        /** What a server shows; it serves those alone whom the clients' authority has signed, if there is one. */
        public ServerCredentials credentials(@Nullable Pki clients) {
            try {
                TlsServerCredentials.Builder builder =
                        TlsServerCredentials.newBuilder().keyManager(stream(certificate()), stream(key()));
                if (clients != null) {
                    builder.trustManager(stream(clients.certificate())).clientAuth(ClientAuth.REQUIRE);
                }
                return builder.build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static InputStream stream(String text) {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
        }

        /** The key, encrypted as {@code openssl pkcs8 -topk8} does it. */
        public String keyUnder(String password) {
            try {
                OutputEncryptor encryptor = new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                        .setProvider(new BouncyCastleProvider())
                        .setPassword(password.toCharArray())
                        .build();
                return pem(
                        "ENCRYPTED PRIVATE KEY",
                        new JcaPKCS8Generator(keys.getPrivate(), encryptor)
                                .generate()
                                .getContent());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public Pki(String name) {
        this.name = "CN=" + name;
        this.keys = newKeys();
        this.certificate = sign(this.name, keys, Instant.now().plus(1, ChronoUnit.DAYS), null);
    }

    public String certificate() {
        return pem("CERTIFICATE", encoded(certificate));
    }

    /** For a host, from yesterday until tomorrow. */
    public Identity identity(String host) {
        return identity(host, Instant.now().plus(1, ChronoUnit.DAYS));
    }

    /** For a host, from yesterday until then. */
    public Identity identity(String host, Instant until) {
        KeyPair own = newKeys();
        return new Identity(own, sign("CN=" + host, own, until, host));
    }

    private X509Certificate sign(String subject, KeyPair own, Instant until, @Nullable String host) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Principal(name),
                    BigInteger.valueOf(SERIAL.getAndIncrement()),
                    Date.from(Instant.now().minus(1, ChronoUnit.DAYS)),
                    Date.from(until),
                    new X500Principal(subject),
                    own.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(host == null));
            if (host != null) {
                int kind = host.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName;
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(kind, host)));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String kind, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
    }
}
