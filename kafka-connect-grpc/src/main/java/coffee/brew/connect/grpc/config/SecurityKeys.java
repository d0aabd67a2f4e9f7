package coffee.brew.connect.grpc.config;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** Who the server has to be, and who we are. */
public final class SecurityKeys {
    public static final String TLS_ENABLED = "grpc.tls.enabled";
    public static final String TLS_CA = "grpc.tls.ca.cert";
    public static final String TLS_CERTIFICATE = "grpc.tls.client.cert";
    public static final String TLS_KEY = "grpc.tls.client.key";
    public static final String TLS_KEY_PASSWORD = "grpc.tls.client.key.password";
    public static final String TLS_AUTHORITY = "grpc.tls.authority";
    public static final String METADATA = "grpc.metadata";
    public static final String METADATA_PREFIX = "grpc.metadata.";
    public static final String METADATA_FILES = "grpc.metadata.files";

    private SecurityKeys() {}

    static void define(ConfigDef definition) {
        KeyGroup keys = new KeyGroup(definition, "Security");
        keys.optional(
                TLS_ENABLED,
                ConfigDef.Type.BOOLEAN,
                false,
                Checks.any(),
                Importance.HIGH,
                "TLS",
                "Whether to talk TLS. The files of the keys below are read anew at every connection, so a rotated"
                        + " certificate needs no restart.");
        file(
                keys,
                TLS_CA,
                "CA certificates",
                "PEM file of the certificates that may have signed the server's. Without it, those that the JVM"
                        + " trusts.");
        file(keys, TLS_CERTIFICATE, "Client certificate", "PEM file of the certificate that we show (mutual TLS).");
        file(keys, TLS_KEY, "Client key", "PEM file of its private key, PKCS#8; encrypted or not.");
        keys.optional(
                TLS_KEY_PASSWORD,
                ConfigDef.Type.PASSWORD,
                null,
                Checks.any(),
                Importance.MEDIUM,
                "Key password",
                "Password of an encrypted private key.");
        keys.optional(
                TLS_AUTHORITY,
                ConfigDef.Type.STRING,
                null,
                Checks.nonBlank("Name the host that the server's certificate is for, or leave the key out."),
                Importance.LOW,
                "Authority",
                "The name to expect in the server's certificate and to send as the authority of calls, when it is not"
                        + " the host.");
        keys.optional(
                METADATA,
                ConfigDef.Type.PASSWORD,
                null,
                Checks.metadata(),
                Importance.MEDIUM,
                "Metadata",
                "Metadata of every call as key:value,key:value. Prefer grpc.metadata.<key>, where values may hold"
                        + " commas.");
        keys.optional(
                METADATA_FILES,
                ConfigDef.Type.LIST,
                "",
                Checks.pairs("=", false, "key=/path or key=prefix@/path"),
                Importance.MEDIUM,
                "Metadata from files",
                "Metadata whose values are the contents of files, as key=/path, or as"
                        + " authorization=Bearer @/path where something stands before the content. Read anew for"
                        + " every call, so tokens may be rotated.");
    }

    /** A value for one metadata key, as the reference shows it and as each key that is there is defined. */
    static void defineMetadata(ConfigDef definition, String name) {
        definition.define(
                name,
                ConfigDef.Type.PASSWORD,
                null,
                Checks.any(),
                Importance.MEDIUM,
                "Value of the metadata key in every call. A key that ends in -bin takes its bytes in base64.",
                "Security",
                Integer.MAX_VALUE,
                ConfigDef.Width.MEDIUM,
                "Metadata value");
    }

    private static void file(KeyGroup keys, String name, String label, String documentation) {
        keys.optional(
                name, ConfigDef.Type.STRING, null, Checks.readableFile(), Importance.MEDIUM, label, documentation);
    }
}
