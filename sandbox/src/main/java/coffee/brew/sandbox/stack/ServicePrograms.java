package coffee.brew.sandbox.stack;

import static java.util.Objects.requireNonNull;

import coffee.brew.infra.StartCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How each form of a service is started. */
final class ServicePrograms {
    /**
     * Small, for six of them fit on a small machine; more than enough for what a service keeps. It starts with a small
     * heap and a small young generation, for memory that was touched once stays resident. What the compilers took from
     * the C heap during the start is given back every 10 s: 30 MB. (JDKs that do not know the option pass it over.)
     */
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xms32m",
            "-Xmx192m",
            "-Xmn20m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:TrimNativeHeapInterval=10000");

    private static final List<String> NATIVE_OPTIONS = List.of("-Xmx64m", "-Xmn12m");

    // One C heap for each of its many threads would cost a JVM more than its own heap.
    private static final Map<String, String> ONE_C_HEAP = Map.of("MALLOC_ARENA_MAX", "2");

    private static final Duration LEARNED_STOP_TIMEOUT = Duration.ofMinutes(2);

    /** What a service is made of, in the source tree. */
    private static final List<String> SOURCES = List.of(
            "%s/src/main",
            "common-proto/src/main",
            "messaging/envelope/src/main",
            "messaging/inbox/src/main",
            "messaging/outbox/src/main");

    private final Path project;
    private final Distribution distribution;
    private final Launch launch;

    ServicePrograms(Path project, Launch launch) {
        this.project = project;
        this.distribution = new Distribution(project);
        this.launch = launch;
    }

    /** Fails, and says how to build it, when what a node runs is not there. */
    void require(String node) {
        NodeKind.of(node).service().ifPresentOrElse(this::require, () -> distribution.require(node));
    }

    private void require(Service service) {
        if (launch.isDev(service)) {
            return;
        }
        if (launch.natively()) {
            requireUpToDate(service, executable(service));
        } else {
            distribution.jar(service);
        }
    }

    /**
     * How a process of the service is started.
     *
     * @param mayLearn whether it may learn how to start quicker; one process of a service at a time
     */
    NodeProgram program(Service service, int port, boolean mayLearn) {
        if (launch.isDev(service)) {
            return new NodeProgram(devCommand(service, port), Map.of(), NodeProcess.STOP_TIMEOUT, () -> {});
        }
        if (launch.natively()) {
            List<String> command = new ArrayList<>(List.of(executable(service).toString()));
            command.addAll(NATIVE_OPTIONS);
            return new NodeProgram(command, ONE_C_HEAP, NodeProcess.STOP_TIMEOUT, () -> {});
        }
        return jvm(service, mayLearn);
    }

    private NodeProgram jvm(Service service, boolean mayLearn) {
        Path jar = distribution.jar(service);
        Path learned = project.resolve(service.module()).resolve("target/start");
        StartCache cache = StartCache.of(learned, service.module(), jarsBeside(jar), mayLearn);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(cache.options());
        command.addAll(List.of("-jar", jar.toString()));
        Duration stopTimeout = cache.isLearning() ? LEARNED_STOP_TIMEOUT : NodeProcess.STOP_TIMEOUT;
        return new NodeProgram(command, ONE_C_HEAP, stopTimeout, cache::processEnded);
    }

    private Path executable(Service service) {
        Path target = project.resolve(service.module()).resolve("target");
        return find(target, 1, file -> file.toString().endsWith("-runner") && Files.isExecutable(file))
                .findFirst()
                .orElseThrow(() -> new SandboxException(
                        "%s has no native executable: there is no %s/*-runner".formatted(service.module(), target),
                        howToBuild(service)));
    }

    /** ./brewctl builds the jars alone: an executable may be left from what the sources were once. */
    private void requireUpToDate(Service service, Path executable) {
        FileTime built = lastModified(executable);
        SOURCES.stream()
                .map(part -> project.resolve(part.formatted(service.module())))
                .flatMap(part -> find(part, Integer.MAX_VALUE, Files::isRegularFile))
                .filter(source -> lastModified(source).compareTo(built) > 0)
                .findFirst()
                .ifPresent(source -> {
                    throw new SandboxException(
                            "%s is older than %s, which it is built from".formatted(executable, source),
                            howToBuild(service));
                });
    }

    private static String howToBuild(Service service) {
        return ("build it with GraalVM or Mandrel 25 in GRAALVM_HOME: ./mvnw package -Dnative -DskipTests -pl %s;"
                        + " with Docker or Podman instead, add -Dquarkus.native.container-build=true")
                .formatted(service.module());
    }

    private static Stream<Path> find(Path folder, int depth, Predicate<Path> wanted) {
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.walk(folder, depth) : Stream.empty()) {
            return files.filter(wanted).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }

    private static FileTime lastModified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private List<String> devCommand(Service service, int port) {
        // Nobody debugs it unasked, and several may run. The variables of the node name its servers.
        return List.of(
                project.resolve("mvnw").toString(),
                "--file=" + project.resolve("pom.xml"),
                "--batch-mode",
                "--projects=" + service.module(),
                "quarkus:dev",
                "-Ddebug=false",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.console.enabled=false",
                "-Dquarkus.test.continuous-testing=disabled");
    }

    private static List<Path> jarsBeside(Path jar) {
        return find(requireNonNull(jar.getParent()), Integer.MAX_VALUE, file -> file.toString()
                        .endsWith(".jar"))
                .sorted()
                .toList();
    }
}
