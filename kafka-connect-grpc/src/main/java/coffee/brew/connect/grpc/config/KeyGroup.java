package coffee.brew.connect.grpc.config;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.jspecify.annotations.Nullable;

/** Defines the keys of one group, in the order in which they are to be shown. */
final class KeyGroup {
    private final ConfigDef definition;
    private final String group;
    private int order;

    KeyGroup(ConfigDef definition, String group) {
        this.definition = definition;
        this.group = group;
    }

    void required(
            String name, ConfigDef.Type type, Validator validator, Width width, String label, String documentation) {
        definition.define(
                name,
                type,
                ConfigDef.NO_DEFAULT_VALUE,
                validator,
                Importance.HIGH,
                documentation,
                group,
                ++order,
                width,
                label);
    }

    void optional(
            String name,
            ConfigDef.Type type,
            @Nullable Object defaultValue,
            Validator validator,
            Importance importance,
            String label,
            String documentation) {
        Width width =
                switch (type) {
                    case BOOLEAN, INT, LONG -> Width.SHORT;
                    case LIST -> Width.LONG;
                    default -> Width.MEDIUM;
                };
        definition.define(name, type, defaultValue, validator, importance, documentation, group, ++order, width, label);
    }

    /** One of a few words, which are recommended where the key is edited. */
    void choice(String name, String defaultValue, List<String> choices, String label, String documentation) {
        definition.define(
                name,
                ConfigDef.Type.STRING,
                defaultValue,
                Checks.oneOf(choices),
                Importance.MEDIUM,
                documentation,
                group,
                ++order,
                Width.SHORT,
                label,
                new Choices(choices));
    }
}
