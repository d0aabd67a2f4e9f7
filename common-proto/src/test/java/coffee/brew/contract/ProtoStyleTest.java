package coffee.brew.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Buf's STANDARD rules and AIP-126 and 193, as far as the wire contract leaves a choice. */
class ProtoStyleTest {
    private static final Pattern DECLARATION = Pattern.compile("\\s*(message|enum|service|rpc)\\s+(\\w+).*");
    private static final Pattern CENTS = Pattern.compile("\\s*int64 \\w+_cents = .*");

    @Test
    void packagesAreVersionedAndMatchTheirFolder() throws IOException {
        for (FileDescriptorProto file : Contract.files(Contract.CURRENT)) {
            assertThat(file.getPackage()).as(file.getName()).matches("[a-z]+(\\.[a-z]+)*\\.v[1-9]\\d*");
            assertThat(file.getName()).startsWith(file.getPackage().replace('.', '/') + "/");
            assertThat(file.getOptions().getJavaMultipleFiles())
                    .as(file.getName())
                    .isTrue();
            assertThat(file.getOptions().getJavaPackage()).isEqualTo("coffee.brew.contract." + file.getPackage());
        }
    }

    @Test
    void fieldsAreSnakeCaseAndMessagesPascalCase() throws IOException {
        for (FileDescriptorProto file : Contract.files(Contract.CURRENT)) {
            file.getMessageTypeList().forEach(message -> {
                assertThat(message.getName()).matches("([A-Z][a-z0-9]+)+");
                assertThat(message.getFieldList())
                        .as(message.getName())
                        .extracting(FieldDescriptorProto::getName)
                        .allMatch(name -> name.matches("[a-z][a-z0-9]*(_[a-z0-9]+)*"));
            });
        }
    }

    @Test
    void enumValuesCarryTheirEnumsNameAndZeroIsUnspecified() throws IOException {
        for (FileDescriptorProto file : Contract.files(Contract.CURRENT)) {
            for (EnumDescriptorProto type : file.getEnumTypeList()) {
                String prefix =
                        type.getName().replaceAll("(?<!^)([A-Z])", "_$1").toUpperCase(Locale.ROOT) + "_";
                assertThat(type.getValueList())
                        .allMatch(value -> value.getName().startsWith(prefix))
                        .anyMatch(value ->
                                value.getNumber() == 0 && value.getName().equals(prefix + "UNSPECIFIED"));
            }
        }
    }

    @Test
    void servicesAndTheirMessagesAreNamedAlike() throws IOException {
        for (FileDescriptorProto file : Contract.files(Contract.CURRENT)) {
            for (ServiceDescriptorProto service : file.getServiceList()) {
                assertThat(service.getName()).endsWith("Service");
                for (MethodDescriptorProto method : service.getMethodList()) {
                    assertThat(method.getInputType()).endsWith("." + method.getName() + "Request");
                    assertThat(method.getOutputType()).endsWith("." + method.getName() + "Response");
                }
            }
        }
    }

    @Test
    void everyMessageEnumServiceAndRpcSaysWhatItIsAndEveryAmountItsUnit() throws IOException {
        // When
        List<String> silent = new ArrayList<>();
        for (Path source : sources()) {
            String previous = "";
            for (String line : Files.readAllLines(source)) {
                boolean commented = previous.strip().startsWith("//");
                if (DECLARATION.matcher(line).matches() && !commented) {
                    silent.add(source.getFileName() + ": " + line.strip());
                }
                if (CENTS.matcher(line).matches() && !previous.contains("inor units of `currency` (cents)")) {
                    silent.add(source.getFileName() + ": " + line.strip());
                }
                previous = line;
            }
        }
        // Then
        assertThat(silent).isEmpty();
    }

    @Test
    void everyRpcNamesItsErrors() throws IOException {
        // When
        List<String> silent = new ArrayList<>();
        for (Path source : sources()) {
            String comment = "";
            for (String line : Files.readAllLines(source)) {
                if (line.strip().startsWith("rpc ")
                        && !comment.toLowerCase(Locale.ROOT).contains("errors")) {
                    silent.add(source.getFileName() + ": " + line.strip());
                }
                comment = line.strip().startsWith("//") ? comment + line : "";
            }
        }
        // Then
        assertThat(silent)
                .as("say in the comment above which errors it may answer with")
                .isEmpty();
    }

    private static List<Path> sources() {
        try (Stream<Path> files = Files.walk(Contract.SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".proto")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
