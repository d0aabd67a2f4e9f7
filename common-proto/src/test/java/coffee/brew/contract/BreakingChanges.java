package coffee.brew.contract;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What an old client or consumer would notice. Each element of the contract is a name with its wire shape; an element
 * that is gone, or has another shape, breaks somebody. New elements break nobody.
 */
final class BreakingChanges {
    private BreakingChanges() {}

    static List<String> between(List<FileDescriptorProto> published, List<FileDescriptorProto> current) {
        Map<String, String> now = shapes(current);
        return shapes(published).entrySet().stream()
                .filter(old -> !old.getValue().equals(now.get(old.getKey())))
                .map(old -> "%s was [%s] and is [%s]"
                        .formatted(old.getKey(), old.getValue(), now.getOrDefault(old.getKey(), "gone")))
                .toList();
    }

    private static Map<String, String> shapes(List<FileDescriptorProto> files) {
        Map<String, String> shapes = new TreeMap<>();
        for (FileDescriptorProto file : files) {
            file.getMessageTypeList().forEach(message -> putMessage(shapes, file.getPackage(), message));
            file.getEnumTypeList().forEach(type -> putEnum(shapes, file.getPackage(), type));
            file.getServiceList().forEach(service -> putService(shapes, file.getPackage(), service));
        }
        return shapes;
    }

    private static void putMessage(Map<String, String> shapes, String scope, DescriptorProto message) {
        String name = scope + "." + message.getName();
        for (FieldDescriptorProto field : message.getFieldList()) {
            String shape = Stream.of(
                            field.getName(), field.getType(), field.getLabel(), field.getTypeName(), oneof(field))
                    .map(Object::toString)
                    .reduce((a, b) -> a + " " + b)
                    .orElseThrow();
            shapes.put(name + " field " + field.getNumber(), shape.strip());
        }
        message.getNestedTypeList().forEach(nested -> putMessage(shapes, name, nested));
        message.getEnumTypeList().forEach(type -> putEnum(shapes, name, type));
    }

    private static String oneof(FieldDescriptorProto field) {
        return field.hasOneofIndex() ? "oneof " + field.getOneofIndex() : "";
    }

    private static void putEnum(Map<String, String> shapes, String scope, EnumDescriptorProto type) {
        type.getValueList()
                .forEach(value ->
                        shapes.put(scope + "." + type.getName() + " value " + value.getNumber(), value.getName()));
    }

    private static void putService(Map<String, String> shapes, String scope, ServiceDescriptorProto service) {
        for (MethodDescriptorProto method : service.getMethodList()) {
            shapes.put(
                    scope + "." + service.getName() + "/" + method.getName(),
                    "%s%s -> %s%s"
                            .formatted(
                                    method.getClientStreaming() ? "stream " : "", method.getInputType(),
                                    method.getServerStreaming() ? "stream " : "", method.getOutputType()));
        }
    }
}
