package coffee.brew.connect.grpc;

import coffee.brew.connect.grpc.config.GrpcSourceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** CONFIGURATION.md, from the definitions of the keys. */
final class ConfigReference {
    static final Path FILE = Path.of("CONFIGURATION.md");

    private ConfigReference() {}

    /** Writes the page anew. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(FILE, render());
    }

    static String render() {
        ConfigDef definition = GrpcSourceConfig.definition();
        StringBuilder page = new StringBuilder(
                """
                # Configuration

                Every key of the connector. Generated from its `ConfigDef`: change the documentation there, then run
                `./mvnw -pl kafka-connect-grpc test -Dtest=ConfigReferenceTest -Dreference.write=true`.
                Keys without a default are required.
                """);
        for (String group : definition.groups()) {
            page.append("\n## ").append(group).append("\n\n| key | type, default | allowed | |\n|---|---|---|---|\n");
            keys(definition, group).forEach(key -> page.append(row(key)));
            if (group.equals("Security")) {
                page.append("| `grpc.metadata.<key>` | password | | Value of the metadata key in every call. A key that"
                        + " ends in `-bin` takes its bytes in base64. |\n");
            }
        }
        page.append(
                """

                Kafka Connect's own `errors.tolerance`, `errors.log.enable` and `errors.log.include.messages` count for
                messages that cannot be converted, too.
                """);
        return page.toString();
    }

    private static List<ConfigKey> keys(ConfigDef definition, String group) {
        return definition.configKeys().values().stream()
                .filter(key -> key.group.equals(group))
                .sorted(Comparator.comparingInt(key -> key.orderInGroup))
                .toList();
    }

    private static String row(ConfigKey key) {
        return "| `%s` | %s%s | %s | %s |\n"
                .formatted(
                        key.name,
                        key.type().name().toLowerCase(Locale.ROOT),
                        defaultOf(key),
                        key.validator,
                        key.documentation.replace("|", "\\|"));
    }

    private static String defaultOf(ConfigKey key) {
        if (!key.hasDefault()) {
            return ", **required**";
        }
        Object value = key.defaultValue;
        if (value == null || value.toString().isEmpty() || value.equals(List.of())) {
            return "";
        }
        return ", `"
                + (value instanceof List<?> list
                        ? String.join(",", list.stream().map(Object::toString).toList())
                        : value)
                + "`";
    }
}
