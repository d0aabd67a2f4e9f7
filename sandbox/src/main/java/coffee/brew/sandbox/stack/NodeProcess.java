package coffee.brew.sandbox.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How the process of a node is started.
 *
 * @param log the file that its output goes to
 * @param starter takes environment variables besides those that the node always has
 * @param stopTimeout how long the orderly end of what was started may take
 * @param ended to be told when what was started has ended in good order
 */
record NodeProcess(
        Path log, Function<Map<String, String>, Process> starter, Supplier<Duration> stopTimeout, Runnable ended) {
    static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    NodeProcess(Path log, Function<Map<String, String>, Process> starter) {
        this(log, starter, () -> STOP_TIMEOUT, () -> {});
    }

    static NodeProcess of(ServiceProcess service) {
        return new NodeProcess(service.log(), service::start, service::stopTimeout, service::ended);
    }

    /** The same, but the check comes first and may refuse the start. */
    NodeProcess onlyAfter(Runnable check) {
        return new NodeProcess(
                log,
                further -> {
                    check.run();
                    return starter.apply(further);
                },
                stopTimeout,
                ended);
    }

    Process start(Map<String, String> further) {
        return starter.apply(further);
    }
}
