package coffee.brew.connect.grpc.proto;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;

/**
 * The methods that can be read, and the messages they take and give.
 *
 * <p>Every factory throws {@link ConfigException} when what it is given cannot be used, with the mend. Reflection also
 * throws {@link StatusRuntimeException}, when the server could not be asked: that may pass.
 */
public final class MethodSchemas {
    private static final String SET_MEND = "Build the set with its imports: protoc --include_imports "
            + "--descriptor_set_out=FILE, or buf build -o FILE";

    private final String origin;
    private final Map<String, ServiceDescriptor> services = new TreeMap<>();
    private final TypeRegistry types;

    private MethodSchemas(String origin, Collection<FileDescriptorProto> protos, String mend) {
        this.origin = origin;
        List<FileDescriptor> files = DescriptorFiles.link(protos, origin, mend);
        files.stream()
                .flatMap(file -> file.getServices().stream())
                .forEach(service -> services.put(service.getFullName(), service));
        this.types = registry(files);
    }

    /** From a FileDescriptorSet as {@code protoc --include_imports --descriptor_set_out} writes it. */
    public static MethodSchemas ofFile(Path file) {
        String origin = "the descriptor set " + file;
        try {
            return ofBytes(Files.readAllBytes(file), origin);
        } catch (IOException e) {
            throw new ConfigException(origin + " cannot be read on this worker (" + e + "). " + SET_MEND);
        }
    }

    /** From the base64 text of a FileDescriptorSet; white space in it does not matter. */
    public static MethodSchemas ofBase64(String text) {
        String origin = "the descriptor set given as base64";
        try {
            return ofBytes(Base64.getDecoder().decode(text.replaceAll("\\s", "")), origin);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    origin + " is not base64: " + e.getMessage() + ". " + SET_MEND + ", then base64 FILE");
        }
    }

    /**
     * From the server itself, by v1 of server reflection or else v1alpha: the service's own file and its imports. Blocks;
     * each of the few questions has the time-out.
     */
    public static MethodSchemas ofReflection(Channel channel, String service, Duration timeout) {
        return new MethodSchemas(
                "the server's reflection",
                new Reflection(channel, timeout).filesOf(service),
                "Its reflection is incomplete: give a descriptor set instead");
    }

    /** The services that the server lists: what to choose from before one is configured. Blocks, as above. */
    public static List<String> servicesByReflection(Channel channel, Duration timeout) {
        return new Reflection(channel, timeout).services();
    }

    private static MethodSchemas ofBytes(byte[] bytes, String origin) {
        try {
            FileDescriptorSet set = FileDescriptorSet.parseFrom(bytes);
            if (set.getFileCount() == 0) {
                throw new ConfigException(origin + " is empty. " + SET_MEND);
            }
            return new MethodSchemas(origin, set.getFileList(), SET_MEND);
        } catch (InvalidProtocolBufferException e) {
            throw new ConfigException(origin + " is not a FileDescriptorSet. " + SET_MEND);
        }
    }

    /** Full names, sorted. */
    public List<String> services() {
        return List.copyOf(services.keySet());
    }

    /** The methods of a service that can be read: unary and server streaming ones. Empty for an unknown service. */
    public List<String> methods(String service) {
        return Stream.ofNullable(services.get(service))
                .flatMap(known -> known.getMethods().stream())
                .filter(method -> !method.isClientStreaming())
                .map(MethodDescriptor::getName)
                .sorted()
                .toList();
    }

    /** The method, checked: it exists, and takes one request. */
    public DynamicMethod method(String service, String method) {
        ServiceDescriptor known = services.get(service);
        if (known == null) {
            throw unknownService(service, origin, services());
        }
        MethodDescriptor found = known.findMethodByName(method);
        if (found == null) {
            throw new ConfigException(
                    "%s has no method %s: name one of %s".formatted(service, method, readable(known)));
        }
        if (found.isClientStreaming()) {
            throw new ConfigException("%s/%s takes a stream of requests and cannot be read: name one of %s"
                    .formatted(service, method, readable(known)));
        }
        return new DynamicMethod(found, types);
    }

    static ConfigException unknownService(String service, String origin, List<String> known) {
        return new ConfigException(
                known.isEmpty()
                        ? "service %s is not known to %s, which has no service at all".formatted(service, origin)
                        : "service %s is not known to %s: name one of %s, in full"
                                .formatted(service, origin, String.join(", ", known)));
    }

    private static String readable(ServiceDescriptor service) {
        String methods = service.getMethods().stream()
                .filter(method -> !method.isClientStreaming())
                .map(method -> method.getName() + (method.isServerStreaming() ? " (stream)" : " (unary)"))
                .collect(Collectors.joining(", "));
        return methods.isEmpty() ? "another service's: it has none that can be read" : methods;
    }

    /** With the well-known types always: an Any may hold one that no file imports. */
    private static TypeRegistry registry(List<FileDescriptor> files) {
        TypeRegistry.Builder registry = TypeRegistry.newBuilder();
        List<String> names = files.stream().map(FileDescriptor::getName).toList();
        Stream.concat(
                        files.stream(),
                        DescriptorFiles.WELL_KNOWN.values().stream().filter(file -> !names.contains(file.getName())))
                .forEach(file -> registry.add(file.getMessageTypes()));
        return registry.build();
    }
}
