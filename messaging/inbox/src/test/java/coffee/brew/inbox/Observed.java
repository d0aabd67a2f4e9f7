package coffee.brew.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the inbox tells the operator: its counters and its spans. */
@ApplicationScoped
class Observed {
    private final MeterRegistry registry;
    private final Spans spans;

    Observed(MeterRegistry registry, Spans spans) {
        this.registry = registry;
        this.spans = spans;
    }

    /** Zero while the consumer has not had its first batch. */
    double counter(String name, String consumer) {
        return registry.find(name).tag("consumer", consumer).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    double passedOver(String type) {
        return registry.find("brew.inbox.passed.over").tag("type", type).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    MeterRegistry registry() {
        return registry;
    }

    List<SpanData> spans() {
        return List.copyOf(spans.finished);
    }

    @Produces
    @Singleton
    static SimpleMeterRegistry countingRegistry() {
        return new SimpleMeterRegistry();
    }

    @Singleton
    static class Spans implements SpanExporter {
        private final Queue<SpanData> finished = new ConcurrentLinkedQueue<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            finished.addAll(spans);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
