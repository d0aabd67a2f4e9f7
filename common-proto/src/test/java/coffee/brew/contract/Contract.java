package coffee.brew.contract;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The contract as protoc compiled it in this build, and as it was last published. */
final class Contract {
    static final Path CURRENT = Path.of("target/generated-sources/grpc/contract.binpb");
    static final Path PUBLISHED = Path.of("src/test/resources/contract/published.binpb");
    static final Path SOURCES = Path.of("src/main/proto");

    private Contract() {}

    /** The files of our own packages, without what they import. */
    static List<FileDescriptorProto> files(Path descriptorSet) throws IOException {
        return FileDescriptorSet.parseFrom(Files.readAllBytes(descriptorSet)).getFileList().stream()
                .filter(file -> !file.getPackage().startsWith("google."))
                .toList();
    }
}
