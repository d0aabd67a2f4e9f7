package coffee.brew.connect.grpc.proto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which messages a message can contain, at any depth, itself included. */
final class Reach {
    private final Map<String, Set<String>> reached = new HashMap<>();

    /** Whether the field's message can contain the message that has the field. */
    boolean isRecursive(FieldDescriptor field) {
        return field.getJavaType() == JavaType.MESSAGE
                && of(field.getMessageType()).contains(field.getContainingType().getFullName());
    }

    boolean containsAny(Descriptor type) {
        return of(type).contains(WellKnown.ANY);
    }

    private Set<String> of(Descriptor type) {
        return reached.computeIfAbsent(type.getFullName(), name -> walk(type));
    }

    private static Set<String> walk(Descriptor start) {
        Set<String> seen = new HashSet<>();
        Deque<Descriptor> open = new ArrayDeque<>();
        open.add(start);
        while (!open.isEmpty()) {
            Descriptor type = open.remove();
            if (seen.add(type.getFullName())) {
                type.getFields().stream()
                        .filter(field -> field.getJavaType() == JavaType.MESSAGE)
                        .forEach(field -> open.add(field.getMessageType()));
            }
        }
        return seen;
    }
}
