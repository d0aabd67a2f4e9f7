package coffee.brew.connect.grpc.proto;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toUnmodifiableMap;

import com.google.protobuf.AnyProto;
import com.google.protobuf.ApiProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.SourceContextProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;

/**
 * Links .proto files with what they import. The files of google/protobuf may be missing: every protobuf library has
 * them, and many sets are built without.
 */
final class DescriptorFiles {
    static final Map<String, FileDescriptor> WELL_KNOWN = Stream.of(
                    AnyProto.getDescriptor(),
                    ApiProto.getDescriptor(),
                    DescriptorProtos.getDescriptor(),
                    DurationProto.getDescriptor(),
                    EmptyProto.getDescriptor(),
                    FieldMaskProto.getDescriptor(),
                    SourceContextProto.getDescriptor(),
                    StructProto.getDescriptor(),
                    TimestampProto.getDescriptor(),
                    TypeProto.getDescriptor(),
                    WrappersProto.getDescriptor())
            .collect(toUnmodifiableMap(FileDescriptor::getName, identity()));

    private final String origin;
    private final String mend;
    private final Map<String, FileDescriptorProto> files;
    private final Map<String, FileDescriptor> linked = new LinkedHashMap<>();
    private final Set<String> open = new LinkedHashSet<>();

    private DescriptorFiles(String origin, String mend, Map<String, FileDescriptorProto> files) {
        this.origin = origin;
        this.mend = mend;
        this.files = files;
    }

    /**
     * All files, linked.
     *
     * @param origin where they come from, to begin an error with
     * @param mend what to do when an import is absent, to end it with
     */
    static List<FileDescriptor> link(Collection<FileDescriptorProto> files, String origin, String mend) {
        DescriptorFiles linker = new DescriptorFiles(
                origin, mend, files.stream().collect(toMap(FileDescriptorProto::getName, identity(), (a, b) -> a)));
        files.forEach(file -> linker.link(file.getName(), file.getName()));
        return List.copyOf(linker.linked.values());
    }

    private FileDescriptor link(String name, String importedBy) {
        FileDescriptor known = linked.get(name);
        if (known != null) {
            return known;
        }
        FileDescriptorProto file = files.get(name);
        if (file == null) {
            return wellKnown(name, importedBy);
        }
        if (!open.add(name)) {
            throw new ConfigException(origin + " has files that import each other: " + String.join(", ", open));
        }
        FileDescriptor[] imports = file.getDependencyList().stream()
                .map(dependency -> link(dependency, name))
                .toArray(FileDescriptor[]::new);
        open.remove(name);
        FileDescriptor built = build(file, imports);
        linked.put(name, built);
        return built;
    }

    private FileDescriptor wellKnown(String name, String importedBy) {
        FileDescriptor file = WELL_KNOWN.get(name);
        if (file == null) {
            throw new ConfigException("%s lacks %s, which %s imports. %s".formatted(origin, name, importedBy, mend));
        }
        linked.put(name, file);
        return file;
    }

    private FileDescriptor build(FileDescriptorProto file, FileDescriptor[] imports) {
        try {
            return FileDescriptor.buildFrom(file, imports);
        } catch (DescriptorValidationException e) {
            throw new ConfigException(
                    "%s has a file that contradicts itself, %s: %s".formatted(origin, file.getName(), e.getMessage()));
        }
    }
}
