package coffee.brew.sandbox.stack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the process of one node is started: its program, its environment, its log. */
final class ServiceProcess {
    private final Supplier<NodeProgram> program;
    private final Path log;
    private final Map<String, String> environment;

    @Nullable
    private volatile NodeProgram started;

    ServiceProcess(Supplier<NodeProgram> program, Path log, Map<String, String> environment) {
        this.program = program;
        this.log = log;
        this.environment = environment;
    }

    Path log() {
        return log;
    }

    Process start(Map<String, String> further) {
        NodeProgram current = program.get();
        ProcessBuilder builder = new ProcessBuilder(current.command())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(current.environment());
        builder.environment().putAll(environment);
        builder.environment().putAll(further);
        try {
            Process process = builder.start();
            started = current;
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + current.command().get(0), e);
        }
    }

    Duration stopTimeout() {
        NodeProgram current = started;
        return current == null ? NodeProcess.STOP_TIMEOUT : current.stopTimeout();
    }

    void ended() {
        NodeProgram current = started;
        if (current != null) {
            current.ended().run();
        }
    }
}
