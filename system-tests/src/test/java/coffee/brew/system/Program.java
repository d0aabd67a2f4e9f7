package coffee.brew.system;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The program behind {@code ./brewctl}, as the launcher starts it, on a source tree of its own: the modules as they were
 * built, and an empty {@code .brew}.
 */
final class Program {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int MINUTES_MAX = 5;

    private final Path project;

    /**
     * What a command did.
     *
     * @param output standard output
     * @param log standard error
     */
    record Run(int exitCode, String output, String log) {}

    /** @param project an empty folder */
    Program(Path project) throws IOException {
        this.project = project;
        try (DirectoryStream<Path> services =
                Files.newDirectoryStream(ROOT, "{*-service,signup-fanout,kafka-connect-grpc,config}")) {
            for (Path service : services) {
                Files.createSymbolicLink(project.resolve(service.getFileName()), service);
            }
        }
    }

    Run run(List<String> arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(project, "output", "");
        Path log = Files.createTempFile(project, "log", "");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Dbrew.project=" + project, "-jar", jar().toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(log.toFile())
                .start();
        if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
            process.destroy();
            throw new AssertionError("does not end: " + arguments + "\n" + Files.readString(log));
        }
        return new Run(process.exitValue(), Files.readString(output), Files.readString(log));
    }

    private static Path jar() throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(ROOT.resolve("sandbox/target"), "sandbox-*.jar")) {
            return jars.iterator().next();
        }
    }
}
