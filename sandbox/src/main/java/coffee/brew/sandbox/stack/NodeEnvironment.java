package coffee.brew.sandbox.stack;

import java.util.HashMap;
import java.util.Map;

/** The environment variables by which a service's node finds its servers and knows its name. */
final class NodeEnvironment {
    private NodeEnvironment() {}

    static Map<String, String> of(StackOptions options, Servers servers, String name, Service service, int port) {
        Map<String, String> all = new HashMap<>(servers.database(service).environment());
        all.put("BREW_NODE_ID", name);
        all.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        all.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        all.put("KAFKA_BOOTSTRAP_SERVERS", servers.kafka().bootstrapServers());
        all.put("QUARKUS_GRPC_SERVER_ENABLE_REFLECTION_SERVICE", "true");
        // The broker shows the client ids of a group's members: so one sees which node owns a partition.
        all.put("MP_MESSAGING_CONNECTOR_SMALLRYE_KAFKA_CLIENT_ID_PREFIX", name + "-");
        all.putAll(options.environment().getOrDefault(service.prefix(), Map.of()));
        all.putAll(options.environment().getOrDefault(name, Map.of()));
        return all;
    }
}
