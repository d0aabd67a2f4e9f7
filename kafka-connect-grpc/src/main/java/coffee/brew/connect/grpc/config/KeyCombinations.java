package coffee.brew.connect.grpc.config;

import java.nio.file.Files;
import java.util.function.BiConsumer;

/** Keys that are right for themselves and wrong together. */
public final class KeyCombinations {
    private KeyCombinations() {}

    /** Reports each wrong combination at the key that is to be changed. */
    public static void check(GrpcSourceConfig config, BiConsumer<String, String> report) {
        checkResume(config, report);
        checkTls(config, report);
        checkMetadata(config, report);
        if (config.getLong(ConnectionKeys.RECONNECT_BACKOFF_MAX_MS)
                < config.getLong(ConnectionKeys.RECONNECT_INTERVAL_MS)) {
            report.accept(
                    ConnectionKeys.RECONNECT_BACKOFF_MAX_MS,
                    "Set it to at least " + ConnectionKeys.RECONNECT_INTERVAL_MS + ", or lower that one.");
        }
    }

    private static void checkResume(GrpcSourceConfig config, BiConsumer<String, String> report) {
        boolean read = config.text(DeliveryKeys.RESUME_RESPONSE_FIELD) != null;
        boolean field = config.text(DeliveryKeys.RESUME_REQUEST_FIELD) != null;
        boolean metadata = config.text(DeliveryKeys.RESUME_METADATA_KEY) != null;
        if (read && !field && !metadata) {
            report.accept(
                    DeliveryKeys.RESUME_REQUEST_FIELD,
                    "A position is read from " + DeliveryKeys.RESUME_RESPONSE_FIELD
                            + " and given back to nobody: name the request field that takes it, or set "
                            + DeliveryKeys.RESUME_METADATA_KEY + ".");
        }
        if (!read && (field || metadata)) {
            report.accept(
                    DeliveryKeys.RESUME_RESPONSE_FIELD, "Name the response field that is the position to give back.");
        }
    }

    private static void checkTls(GrpcSourceConfig config, BiConsumer<String, String> report) {
        boolean certificate = config.text(SecurityKeys.TLS_CERTIFICATE) != null;
        boolean key = config.text(SecurityKeys.TLS_KEY) != null;
        if (certificate != key) {
            report.accept(
                    certificate ? SecurityKeys.TLS_KEY : SecurityKeys.TLS_CERTIFICATE,
                    SecurityKeys.TLS_CERTIFICATE + " and " + SecurityKeys.TLS_KEY
                            + " belong together: name both files or none.");
        }
        if (!key && config.getPassword(SecurityKeys.TLS_KEY_PASSWORD) != null) {
            report.accept(SecurityKeys.TLS_KEY, "There is a password and no key: name the file of the key.");
        }
        if (!config.getBoolean(SecurityKeys.TLS_ENABLED)
                && (certificate || key || config.text(SecurityKeys.TLS_CA) != null)) {
            report.accept(
                    SecurityKeys.TLS_ENABLED, "There are certificates and no TLS: set it to true, or leave them out.");
        }
    }

    private static void checkMetadata(GrpcSourceConfig config, BiConsumer<String, String> report) {
        for (CallMetadataKeys.FromFile file : config.metadataFiles()) {
            if (!Files.isReadable(file.path())) {
                report.accept(
                        SecurityKeys.METADATA_FILES,
                        "The worker cannot read " + file.path() + ": put it on every worker, with an absolute path.");
            }
        }
    }
}
