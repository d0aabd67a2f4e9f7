package coffee.brew.envelope;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Traces are made where there is somewhere to send them, and nowhere else: {@code quarkus.otel.sdk.disabled} is false
 * when an OTLP endpoint is set, true otherwise. Whoever sets the property itself is obeyed.
 */
public final class TracingSwitch implements ConfigSourceFactory {
    private static final List<String> ENDPOINTS =
            List.of("quarkus.otel.exporter.otlp.endpoint", "quarkus.otel.exporter.otlp.traces.endpoint");
    private static final int ORDINAL = 80;

    /** For Quarkus. */
    public TracingSwitch() {}

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        boolean isExported = ENDPOINTS.stream().anyMatch(name -> isSet(context.getValue(name)));
        Map<String, String> switched = Map.of("quarkus.otel.sdk.disabled", Boolean.toString(!isExported));
        return List.of(new PropertiesConfigSource(switched, "tracing switch", ORDINAL));
    }

    /** Quarkus has a default for the endpoint, which is nobody's wish. */
    private static boolean isSet(ConfigValue endpoint) {
        String value = endpoint.getValue();
        return value != null && !value.isBlank() && endpoint.getConfigSourceOrdinal() > Integer.MIN_VALUE;
    }
}
