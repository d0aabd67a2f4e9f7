package coffee.brew.connect.grpc.proto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * One value inside a message: field names as in the .proto, with dots between. After a map stands a key: {@code
 * labels.region}. Members of a oneof are fields like others. A wrapper (google.protobuf.StringValue and the like) is its
 * value. What is repeated has no single value and no path.
 */
public final class FieldPath {
    /** A field, and of a map the entry with the key. */
    private record Step(FieldDescriptor field, @Nullable Object key) {
        FieldDescriptor value() {
            return key == null ? field : MapEntries.valueField(field);
        }
    }

    private final String text;
    private final List<Step> steps;

    private FieldPath(String text, List<Step> steps) {
        this.text = text;
        this.steps = steps;
    }

    /** The path, checked: a {@link ConfigException} says where it leaves the message and what is there instead. */
    public static FieldPath of(String text, Descriptor root) {
        List<Step> steps = new ArrayList<>();
        Iterator<String> names = Arrays.asList(text.strip().split("\\.", -1)).iterator();
        Descriptor message = root;
        while (names.hasNext()) {
            Step step = step(text, message, names);
            steps.add(step);
            FieldDescriptor value = step.value();
            boolean isMessage = value.getJavaType() == JavaType.MESSAGE;
            if (names.hasNext() && !isMessage) {
                throw new ConfigException(
                        "path %s: %s is a %s and has no fields".formatted(text, value.getFullName(), typeOf(value)));
            }
            if (isMessage) {
                message = value.getMessageType();
            }
        }
        unwrap(steps);
        return new FieldPath(text.strip(), List.copyOf(steps));
    }

    private static Step step(String text, Descriptor message, Iterator<String> names) {
        String name = names.next();
        FieldDescriptor field = message.findFieldByName(name);
        if (field == null) {
            throw new ConfigException("path %s: %s has no field '%s', but: %s"
                    .formatted(text, message.getFullName(), name, fields(message)));
        }
        if (field.isMapField()) {
            if (!names.hasNext()) {
                throw new ConfigException("path %s ends at a map: add the key, %s.KEY".formatted(text, text));
            }
            return new Step(field, MapEntries.key(names.next(), field, text));
        }
        if (field.isRepeated()) {
            throw new ConfigException("path %s: %s is repeated and has no single value, name one of: %s"
                    .formatted(text, field.getFullName(), singular(message)));
        }
        return new Step(field, null);
    }

    private static void unwrap(List<Step> steps) {
        FieldDescriptor last = steps.get(steps.size() - 1).value();
        if (last.getJavaType() == JavaType.MESSAGE && WellKnown.isWrapper(last.getMessageType())) {
            steps.add(new Step(WellKnown.wrapped(last.getMessageType()), null));
        }
    }

    private static String fields(Descriptor message) {
        return message.getFields().isEmpty()
                ? "none at all"
                : message.getFields().stream().map(FieldDescriptor::getName).collect(Collectors.joining(", "));
    }

    private static String singular(Descriptor message) {
        return message.getFields().stream()
                .filter(field -> !field.isRepeated())
                .map(FieldDescriptor::getName)
                .collect(Collectors.joining(", "));
    }

    static String typeOf(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            default -> field.getType().name().toLowerCase(java.util.Locale.ROOT);
        };
    }

    /** The field at the end; of a map, the value field of its entries. */
    FieldDescriptor leaf() {
        return steps.get(steps.size() - 1).value();
    }

    /** The value at the end; null when it is absent, or a message or entry on the way to it is. */
    @Nullable
    Object get(Message message) {
        Object value = message;
        for (Step step : steps) {
            Message holder = (Message) value;
            if (step.field().hasPresence() && !holder.hasField(step.field())) {
                return null;
            }
            Object key = step.key();
            Object next = key == null ? holder.getField(step.field()) : MapEntries.get(holder, step.field(), key);
            if (next == null) {
                return null;
            }
            value = next;
        }
        return value;
    }

    /** The message with the value at the end of the path, all else as it was. */
    DynamicMessage with(DynamicMessage message, Object value) {
        return with(message, 0, value);
    }

    private DynamicMessage with(DynamicMessage message, int index, Object value) {
        FieldDescriptor field = steps.get(index).field();
        Object child =
                index == steps.size() - 1 ? value : with((DynamicMessage) message.getField(field), index + 1, value);
        return message.toBuilder().setField(field, child).build();
    }

    boolean goesThroughMap() {
        return steps.stream().anyMatch(step -> step.key() != null);
    }

    /** Whether a value that was never set looks like one that was set to zero or to nothing. */
    boolean hidesAbsence() {
        FieldDescriptor last = steps.get(steps.size() - 1).field();
        return !last.hasPresence() && !goesThroughMap() && !WellKnown.isWrapper(last.getContainingType());
    }

    @Override
    public String toString() {
        return text;
    }
}
