package coffee.brew.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What native executables need, as far as the sources show it. {@link NativeSources} looks into what is handed to
 * native-image; that it builds, and that the executables work, is for the integration tests with {@code -Dnative}.
 */
class NativeTest {
    /** What Kafka compresses without native libraries that are loaded at run time. */
    private static final Set<String> COMPRESSIONS = Set.of("none", "gzip", "lz4");

    private static final List<String> LIBRARIES = List.of("messaging/envelope", "messaging/inbox", "messaging/outbox");

    @Test
    void oneProfileMakesNativeExecutablesOfAllServicesForEveryProcessor() {
        String profile = between(Tree.text("pom.xml"), "<id>native</id>", "</profile>");
        assertThat(profile)
                .contains(
                        "<name>native</name>",
                        "<quarkus.native.enabled>true<",
                        "<its.excluded>none<",
                        "<quarkus.package.jar.enabled>false<",
                        "<quarkus.native.march>compatibility<");
        for (ServiceFacts service : ServiceFacts.all()) {
            assertThat(Tree.text(service.module() + "/pom.xml"))
                    .as(service.module())
                    .doesNotContain("quarkus.native", "<id>native</id>")
                    .contains("maven-failsafe-plugin", "<goal>build</goal>");
        }
    }

    /** The tests of this module start jars. */
    @Test
    void nothingIsTriedOnJarsThatTheBuildDidNotMake() {
        assertThat(between(Tree.text("system-tests/pom.xml"), "<id>native</id>", "</profile>"))
                .contains("<name>native</name>", "<skipITs>true</skipITs>");
    }

    @Test
    void everyServiceHasTestsOfWhatWasPackaged() {
        for (ServiceFacts service : ServiceFacts.all()) {
            assertThat(files(service.module() + "/src/test/java"))
                    .as(service.module())
                    .anyMatch(file -> Tree.text(file).contains("@QuarkusIntegrationTest"));
        }
    }

    @Test
    void randomSourceOfEventIdsIsMadeAtRunTime() {
        assertThat(files("messaging/envelope/src/main/resources/META-INF/native-image"))
                .singleElement()
                .satisfies(file ->
                        assertThat(Tree.text(file)).contains("--initialize-at-run-time=com.github.f4b6a3.uuid"));
    }

    @Test
    void detailsOfRefusalsAreRegisteredWhereTheyAreMade() {
        for (ServiceFacts service : ServiceFacts.all()) {
            List<String> sources = files(service.module() + "/src/main").stream()
                    .map(Tree::text)
                    .toList();
            if (sources.stream().anyMatch(source -> source.contains("BadRequest.newBuilder()"))) {
                assertThat(sources).as(service.module()).anyMatch(NativeTest::registersDetails);
            }
        }
    }

    private static boolean registersDetails(String source) {
        return source.contains("artifact-id=proto-google-common-protos")
                || (source.contains("@RegisterForReflection") && source.contains("BadRequest.class"));
    }

    @Test
    void nothingIsCompressedByALibraryThatHasToBeLoaded() {
        Stream.concat(LIBRARIES.stream(), ServiceFacts.all().stream().map(ServiceFacts::module))
                .flatMap(module -> files(module + "/src/main/resources").stream())
                .filter(file -> file.toString().endsWith(".properties"))
                .forEach(file -> properties(file).forEach((name, value) -> {
                    if (name.toString().endsWith("compression.type")) {
                        assertThat(COMPRESSIONS).as("%s in %s", name, file).contains(value.toString());
                    }
                }));
    }

    private static List<Path> files(String directory) {
        Path path = Tree.ROOT.resolve(directory);
        try (Stream<Path> files = Files.isDirectory(path) ? Files.walk(path) : Stream.empty()) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties properties(Path file) {
        try {
            Properties properties = new Properties();
            properties.load(new StringReader(Tree.text(file)));
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin);
        assertThat(from).as(begin).isPositive();
        return text.substring(from, text.indexOf(end, from));
    }
}
