package coffee.brew.sandbox.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The packaged roles of sign-ups, {@code signup-fanout}, as processes. */
public final class SignupProgram {
    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final Path jar;

    private SignupProgram(Path jar) {
        this.jar = jar;
    }

    /** Fails when it was not built. */
    public static SignupProgram in(Path project) {
        Path target = project.resolve("signup-fanout/target");
        if (Files.isDirectory(target.resolve("lib"))) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "signup-fanout-*.jar")) {
                for (Path jar : jars) {
                    return new SignupProgram(jar);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + target, e);
            }
        }
        throw new SandboxException(
                "signup-fanout was not built: there is no jar in " + target,
                "build it with: ./mvnw package -DskipTests -pl signup-fanout -am");
    }

    /** The command that runs it. */
    public List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(arguments);
        return command;
    }
}
