package coffee.brew.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Quarkus hands to native-image, for machines without it. No part of {@code verify}:
 *
 * <pre>
 * ./mvnw package -DskipTests -Dnative -Dquarkus.native.sources-only=true
 * ./mvnw -pl system-tests surefire:test -Dtest=NativeSources
 * </pre>
 */
class NativeSources {
    private static final String SIGN_UPS = "signup-fanout";

    private static final List<String> OF_GRPC_SERVICES = List.of(
            "com.google.rpc.Status",
            "com.google.rpc.Status$Builder",
            "com.google.rpc.BadRequest",
            "com.google.rpc.BadRequest$Builder",
            "com.google.rpc.BadRequest$FieldViolation",
            "com.google.rpc.BadRequest$FieldViolation$Builder",
            "coffee.brew.contract.orders.v1.Order",
            "coffee.brew.contract.orders.v1.Order$Builder");

    private static final List<String> OF_ALL = List.of(
            "org.apache.kafka.common.serialization.ByteArraySerializer",
            "org.apache.kafka.common.serialization.ByteArrayDeserializer",
            "coffee.brew.contract.orders.v1.OrderCreated",
            "coffee.brew.contract.orders.v1.OrderCreated$Builder");

    static List<ServiceFacts> services() {
        return ServiceFacts.all();
    }

    @ParameterizedTest
    @MethodSource("services")
    void classesThatAreFoundByNameAreRegistered(ServiceFacts service) throws IOException {
        // When
        List<String> registered = StreamSupport.stream(
                        json(service.module(), "reflect-config.json").spliterator(), false)
                .map(entry -> entry.path("name").asText())
                .toList();
        // Then
        assertThat(registered).containsAll(OF_ALL);
        if (files(service.module() + "/src/main/java").stream()
                .anyMatch(file -> file.toString().endsWith("GrpcService.java"))) {
            assertThat(registered).containsAll(OF_GRPC_SERVICES);
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyMigrationOfTheServiceAndOfItsLibrariesIsAResource(ServiceFacts service) throws IOException {
        // Given
        Properties properties = new Properties();
        try (InputStream file = Files.newInputStream(
                Tree.ROOT.resolve(service.module()).resolve("src/main/resources/application.properties"))) {
            properties.load(file);
        }
        // When
        String included = json(service.module(), "resource-config.json").toString();
        // Then
        for (String location :
                properties.getProperty("quarkus.flyway.locations").split(",", -1)) {
            List<Path> scripts = Stream.of(service.module(), "messaging/inbox", "messaging/outbox")
                    .flatMap(module -> files(module + "/src/main/resources/" + location).stream())
                    .toList();
            assertThat(scripts).as(location).isNotEmpty().allSatisfy(script -> assertThat(included)
                    .contains(location + "/" + script.getFileName()));
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void executableRunsOnEveryProcessorAndMakesRandomNumbersAtRunTime(ServiceFacts service) throws IOException {
        Path sources = sources(service.module());
        assertThat(Tree.text(sources.resolve("native-image.args"))).contains("-march=compatibility");
        Path envelope = files(sources.resolve("lib")).stream()
                .filter(jar -> jar.getFileName().toString().contains("envelope"))
                .findFirst()
                .orElseThrow();
        assertThat(entry(envelope, "META-INF/native-image/coffee.brew/envelope/native-image.properties"))
                .contains("--initialize-at-run-time=com.github.f4b6a3.uuid");
    }

    @Test
    void rolesOfSignUpsAndWhatTheyUseAreRegistered() throws IOException {
        // When
        List<String> registered = StreamSupport.stream(
                        json(SIGN_UPS, "reflect-config.json").spliterator(), false)
                .map(entry -> entry.path("name").asText())
                .toList();
        // Then
        assertThat(registered)
                .contains(
                        "coffee.brew.signup.Signup",
                        "coffee.brew.signup.grpc.GrpcListenerCommand",
                        "coffee.brew.signup.grpc.GrpcBroadcastCommand",
                        "coffee.brew.signup.kafka.KafkaListenerCommand",
                        "coffee.brew.signup.kafka.KafkaBroadcastCommand",
                        "coffee.brew.contract.customers.v1.CustomerSignedUp$Builder",
                        "io.grpc.internal.DnsNameResolverProvider",
                        "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        assertThat(Tree.text(sources(SIGN_UPS).resolve("native-image.args"))).contains("-march=compatibility");
    }

    private static JsonNode json(String module, String name) throws IOException {
        Path runner = files(sources(module)).stream()
                .filter(file -> file.toString().endsWith("-runner.jar"))
                .findFirst()
                .orElseThrow();
        return new ObjectMapper().readTree(entry(runner, "META-INF/native-image/" + name));
    }

    private static String entry(Path jar, String name) throws IOException {
        try (JarFile file = new JarFile(jar.toFile());
                InputStream content = file.getInputStream(file.getJarEntry(name))) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Path sources(String module) {
        return Tree.ROOT.resolve(module).resolve("target/native-sources");
    }

    private static List<Path> files(String directory) {
        return files(Tree.ROOT.resolve(directory));
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.isDirectory(directory) ? Files.walk(directory) : Stream.empty()) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
