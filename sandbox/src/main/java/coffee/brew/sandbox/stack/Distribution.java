package coffee.brew.sandbox.stack;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the packaged services are in the source tree. */
public final class Distribution {
    private final Path project;

    public Distribution(Path project) {
        this.project = project;
    }

    /** The runnable jar of a service; fails when it was not built. */
    public Path jar(Service service) {
        Path jar = project.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new SandboxException(
                    "%s was not built: %s is missing".formatted(service.module(), jar),
                    "build it with: ./mvnw package -DskipTests -pl %s -am".formatted(service.module()));
        }
        return jar;
    }

    /** Whether {@link #jar} is there. */
    public boolean has(Service service) {
        return Files.isRegularFile(project.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar"));
    }
}
