package coffee.brew.connect.grpc;

import java.util.HashMap;
import java.util.Map;

/** Configurations of a connector that reads the tape. */
final class TapeConfig {
    private TapeConfig() {}

    /** Without a position: at most once. */
    static Map<String, String> plain(int port) {
        Map<String, String> config = new HashMap<>();
        config.put("name", name(port));
        config.put("connector.class", GrpcSourceConnector.class.getName());
        config.put("kafka.topic", "tape");
        config.put("grpc.server.host", "127.0.0.1");
        config.put("grpc.server.port", String.valueOf(port));
        config.put("grpc.service.name", "tape.v1.TapeService");
        config.put("grpc.method.name", "Play");
        config.put("grpc.reconnect.interval.ms", "20");
        config.put("grpc.reconnect.backoff.max.ms", "200");
        return config;
    }

    /** One for each server, so that tests which run at the same time have an MBean each. */
    static String name(int port) {
        return "tape-" + port;
    }

    /** With one: at least once. */
    static Map<String, String> resuming(int port) {
        Map<String, String> config = plain(port);
        config.put("grpc.resume.response.field", "number");
        config.put("grpc.resume.request.field", "after_number");
        return config;
    }

    static Map<String, String> with(Map<String, String> config, String... keysAndValues) {
        Map<String, String> changed = new HashMap<>(config);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            changed.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return changed;
    }
}
