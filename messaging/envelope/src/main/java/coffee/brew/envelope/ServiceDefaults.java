package coffee.brew.envelope;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * How Brew's services trace, log and measure. For those that ask for it, with their own {@code META-INF/services}: an
 * application that merely has the outbox or the inbox decides for itself. Whoever sets a property is obeyed.
 */
public final class ServiceDefaults implements ConfigSourceFactory {
    private static final List<String> ENDPOINTS =
            List.of("quarkus.otel.exporter.otlp.endpoint", "quarkus.otel.exporter.otlp.traces.endpoint");
    private static final int ORDINAL = 80;

    /** A caller's decision counts; of the others, this part is recorded. */
    private static final Map<String, String> TRACES = Map.of(
            "quarkus.otel.traces.sampler", "parentbased_traceidratio",
            "quarkus.otel.traces.sampler.arg", "1.0",
            "quarkus.otel.resource.attributes", "service.instance.id=${brew.node-id:unknown}");

    /**
     * A span for each call, each record sent and each record consumed. Statements belong to many calls, or to the relay's
     * polling, and HTTP is gRPC's own business here.
     */
    private static final Map<String, String> NO_SPANS = Map.of(
            "quarkus.otel.instrument.vertx-http", "false",
            "quarkus.otel.instrument.vertx-sql-client", "false",
            "quarkus.otel.instrument.vertx-event-bus", "false");

    /** On whose behalf: see {@link LogContext}. JSON where QUARKUS_LOG_CONSOLE_JSON_ENABLED is true. */
    private static final Map<String, String> LOGS = Map.of(
            "quarkus.log.console.format",
            "%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p [%c{2.}] %X{tenant-id} %X{user-id} %X{scopes} %X{trace-id} %s%e%n",
            "quarkus.log.console.json.enabled",
            "false");

    /**
     * What docs/metrics.md lists. Hundreds of Kafka's figures for each client would say less than the few of outbox and
     * inbox. Of HTTP there are connections and bytes; its requests are gRPC's, which are counted, and probes. The binder of
     * HTTP stays on: without it OpenTelemetry's takes the place of all metrics of Vert.x, those of the pools, too.
     */
    private static final Map<String, String> METRICS = Map.of(
            "quarkus.micrometer.binder.kafka.enabled", "false",
            "quarkus.micrometer.binder.http-server.ignore-patterns", "/.*");

    /** For Quarkus. */
    public ServiceDefaults() {}

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Map<String, String> defaults = new HashMap<>();
        List.of(TRACES, NO_SPANS, LOGS, METRICS).forEach(defaults::putAll);
        // Traces are made where there is somewhere to send them, and nowhere else.
        boolean isExported = ENDPOINTS.stream().anyMatch(name -> isSet(context.getValue(name)));
        defaults.put("quarkus.otel.sdk.disabled", Boolean.toString(!isExported));
        return List.of(new PropertiesConfigSource(defaults, "defaults of Brew's services", ORDINAL));
    }

    /** Quarkus has a default for the endpoint, which is nobody's wish. */
    private static boolean isSet(ConfigValue endpoint) {
        String value = endpoint.getValue();
        return value != null && !value.isBlank() && endpoint.getConfigSourceOrdinal() > Integer.MIN_VALUE;
    }
}
