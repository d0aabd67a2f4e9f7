package coffee.brew.sandbox.stack;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * How the process of a node is started.
 *
 * @param log the file that its output goes to
 * @param starter takes environment variables besides those that the node always has
 */
record NodeProcess(Path log, Function<Map<String, String>, Process> starter) {
    static NodeProcess of(ServiceProcess service) {
        return new NodeProcess(service.log(), service::start);
    }

    Process start(Map<String, String> further) {
        return starter.apply(further);
    }
}
