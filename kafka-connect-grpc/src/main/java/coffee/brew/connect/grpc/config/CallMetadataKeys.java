package coffee.brew.connect.grpc.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;

/** The ways in which a configuration names metadata. */
public final class CallMetadataKeys {
    private CallMetadataKeys() {}

    /** A value, and the configuration key that it is from. */
    public record Given(String configKey, Password value) {}

    /** A file, and what stands before its content. */
    public record FromFile(String key, String prefix, Path path) {
        /** Of {@code key=/path} or {@code key=prefix@/path}. */
        static FromFile parse(String entry) {
            int equals = entry.indexOf('=');
            String where = entry.substring(equals + 1);
            int at = where.indexOf('@');
            return new FromFile(
                    entry.substring(0, equals).strip(),
                    at < 0 ? "" : where.substring(0, at),
                    Path.of(where.substring(at + 1).strip()));
        }
    }

    static Map<String, Given> given(GrpcSourceConfig config, List<String> valueKeys) {
        Map<String, Given> metadata = new LinkedHashMap<>();
        Password pairs = config.getPassword(SecurityKeys.METADATA);
        for (String pair : pairs == null ? new String[0] : pairs.value().split(",", -1)) {
            int colon = pair.indexOf(':');
            if (colon > 0) {
                Password value = new Password(pair.substring(colon + 1).strip());
                metadata.put(name(pair.substring(0, colon)), new Given(SecurityKeys.METADATA, value));
            }
        }
        for (String key : valueKeys) {
            metadata.put(
                    name(key.substring(SecurityKeys.METADATA_PREFIX.length())),
                    new Given(key, config.getPassword(key)));
        }
        return metadata;
    }

    private static String name(String key) {
        return key.strip().toLowerCase(Locale.ROOT);
    }
}
