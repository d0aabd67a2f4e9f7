package coffee.brew.sandbox.stack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the process of one node is started: its packaged jar, its environment, its log. */
final class ServiceProcess {
    /**
     * Small, for six of them fit on a small machine; more than enough for what a service keeps. It starts with a small
     * heap and a small young generation, for memory that was touched once stays resident.
     */
    private static final List<String> JVM_OPTIONS =
            List.of("-Xms32m", "-Xmx192m", "-Xmn20m", "-Xss512k", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

    private final Path jar;
    private final Path log;
    private final Map<String, String> environment;

    ServiceProcess(Path jar, Path log, Map<String, String> environment) {
        this.jar = jar;
        this.log = log;
        this.environment = environment;
    }

    Path log() {
        return log;
    }

    Process start(Map<String, String> further) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of("-jar", jar.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // One C heap for each of its many threads would cost a JVM more than its own heap.
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        builder.environment().putAll(environment);
        builder.environment().putAll(further);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + jar, e);
        }
    }
}
