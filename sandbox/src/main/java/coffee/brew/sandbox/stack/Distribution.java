package coffee.brew.sandbox.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where the packaged services, and Kafka Connect with its plugin, are in the source tree. */
public final class Distribution {
    private static final String PLUGIN = NodeKind.CONNECT.module() + "-.*-plugin";

    private final Path project;

    public Distribution(Path project) {
        this.project = project;
    }

    /** The runnable jar of a service, wherever links lead to it; fails when it was not built. */
    public Path jar(Service service) {
        Path jar = project.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new SandboxException(
                    "%s was not built: %s is missing".formatted(service.module(), jar),
                    "build it with: ./mvnw package -DskipTests -pl %s -am".formatted(service.module()));
        }
        try {
            return jar.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The jars of a stock worker of Kafka Connect; fails when they were not collected. */
    Path connectWorker() {
        return built(connect().resolve("connect-worker"));
    }

    /** The plugin path: the unpacked archive of the gRPC source connector; fails when it was not built. */
    Path connectPlugins() {
        try (Stream<Path> built = Files.isDirectory(connect()) ? Files.list(connect()) : Stream.empty()) {
            return built(built.filter(path -> path.getFileName().toString().matches(PLUGIN))
                    .findFirst()
                    .orElse(connect().resolve("plugin")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The configuration of a worker. */
    Path connectProperties() {
        return project.resolve("config/connect/connect-distributed.properties");
    }

    private Path connect() {
        return project.resolve(NodeKind.CONNECT.module()).resolve("target");
    }

    private static Path built(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new SandboxException(
                    "%s was not built: %s is missing".formatted(NodeKind.CONNECT.module(), folder),
                    "build it with: ./mvnw package -DskipTests -pl %s -am".formatted(NodeKind.CONNECT.module()));
        }
        return folder;
    }

    /** Fails when what a node runs was not built. */
    void require(String node) {
        NodeKind.of(node).service().ifPresentOrElse(this::jar, this::connectPlugins);
    }

    /** Whether {@link #jar} is there. */
    public boolean has(Service service) {
        return Files.isRegularFile(project.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar"));
    }
}
