package coffee.brew.connect.grpc.proto;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.DynamicMessage;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** The field that names a record's topic, or a part of its name: a string or an enum. */
public final class TopicField {
    /** Kafka's own rule for the names of topics. */
    private static final Pattern LEGAL = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

    private final FieldPath path;

    private TopicField(FieldPath path) {
        this.path = path;
    }

    /** A {@link ConfigException} when the field cannot name a topic. */
    public static TopicField of(FieldPath path) {
        JavaType type = path.leaf().getJavaType();
        if (type != JavaType.STRING && type != JavaType.ENUM) {
            throw new ConfigException("path %s is a %s: a topic is named by a string or an enum"
                    .formatted(path, FieldPath.typeOf(path.leaf())));
        }
        return new TopicField(path);
    }

    /** The name; null when it is absent or empty. A {@link DataException} for what Kafka does not take as a name. */
    public @Nullable String read(DynamicMessage message) {
        Object value = path.get(message);
        String name = value instanceof EnumValueDescriptor constant ? Scalars.name(constant) : (String) value;
        if (name == null || name.isEmpty()) {
            return null;
        }
        if (!LEGAL.matcher(name).matches()) {
            throw new DataException(
                    "%s is not the name of a topic: letters, digits, '.', '_' and '-', at most 249".formatted(path));
        }
        return name;
    }
}
