package coffee.brew.infra;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigValue;
import java.util.Map;
import java.util.logging.Logger;

/** Another port for a service in dev mode, when its own is taken: by the same service in the sandbox, for instance. */
final class DevPort {
    private static final String PORT = "quarkus.http.port";

    /** Names, for all class loaders of this JVM, the port: when a change is loaded, the service itself listens on it. */
    private static final String CHOSEN = "coffee.brew.infra.dev-port";

    // Of application.properties; whatever is above was chosen for this run.
    private static final int ORDINAL = 250;

    private DevPort() {}

    static Map<String, String> properties(ConfigSourceContext context) {
        ConfigValue wanted = context.getValue(PORT);
        if (wanted.getValue() == null || wanted.getConfigSourceOrdinal() > ORDINAL) {
            return Map.of();
        }
        if (System.getProperty(CHOSEN) == null) {
            System.setProperty(CHOSEN, choose(Integer.parseInt(wanted.getValue())));
        }
        return Map.of(PORT, System.getProperty(CHOSEN));
    }

    private static String choose(int wanted) {
        if (wanted == 0 || Ports.isFree(wanted)) {
            return Integer.toString(wanted);
        }
        int port = Ports.free();
        Logger.getLogger(DevPort.class.getName())
                .warning("port " + wanted + " is taken by another process (find it with: ss -ltnp 'sport = :" + wanted
                        + "'); this service listens on port " + port);
        return Integer.toString(port);
    }
}
