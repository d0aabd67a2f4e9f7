package coffee.brew.connect.grpc.channel;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Says why a server's certificate is refused. Whether it is refused is the JVM's own verdict alone, whose exceptions
 * differ in their texts and hardly in their types.
 */
final class ServerTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge;

    ServerTrust(X509ExtendedTrustManager judge) {
        this.judge = judge;
    }

    /** The reason, for a person. */
    static final class RefusedException extends CertificateException {
        RefusedException(String reason, CertificateException verdict) {
            super(reason, verdict);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            judge.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException verdict) {
            throw new RefusedException(reason(chain, authType), verdict);
        }
    }

    private String reason(X509Certificate[] chain, String authType) {
        for (X509Certificate certificate : chain) {
            try {
                certificate.checkValidity();
            } catch (CertificateException e) {
                return "the certificate of %s is valid from %s to %s and not now: the server has to renew it"
                        .formatted(
                                certificate.getSubjectX500Principal(),
                                certificate.getNotBefore().toInstant(),
                                certificate.getNotAfter().toInstant());
            }
        }
        try {
            // The same verdict without the name.
            judge.checkServerTrusted(chain, authType);
        } catch (CertificateException untrusted) {
            return ("its certificate is not trusted: it is signed by %s, and no trusted CA vouches for that; "
                            + "give the file of the CA that signed it")
                    .formatted(chain[chain.length - 1].getIssuerX500Principal());
        }
        return "its certificate is for another name: it is for %s; connect by such a name, or expect one as the authority"
                .formatted(names(chain[0]));
    }

    private static String names(X509Certificate certificate) {
        try {
            return Stream.ofNullable(certificate.getSubjectAlternativeNames())
                    .flatMap(Collection::stream)
                    .map(name -> name.get(1))
                    .filter(String.class::isInstance)
                    .map(Object::toString)
                    .collect(Collectors.joining(", "));
        } catch (CertificateParsingException e) {
            return "names that cannot be read";
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        judge.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        judge.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw notAServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw notAServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw notAServer();
    }

    private static CertificateException notAServer() {
        return new CertificateException("a client has no clients");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
