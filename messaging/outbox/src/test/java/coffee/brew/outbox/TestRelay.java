package coffee.brew.outbox;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.context.SmallRyeContextManagerProvider;
import io.smallrye.reactive.messaging.kafka.impl.ReactiveKafkaProducer;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** One relay, as a process of its own would have it: own pool, own producer, own meters. */
final class TestRelay implements AutoCloseable {
    static final Map<String, String> SHORT_LEASE = Map.of("brew.outbox.lease", "1s");
    static final Duration SEND_WINDOW = Duration.ofMillis(500);

    static {
        // Does not bear being found by two threads at once.
        SmallRyeContextManagerProvider.getManager();
    }

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final OutboxConfig config;
    final RelayWorkers workers;
    final OutboxRelay relay;
    final BacklogSampler backlog;
    final Pool pool;
    final Publisher publisher;
    private final ReactiveKafkaProducer<String, byte[]> producer;

    TestRelay(String node, TestDatabase database, TestTopic topic) {
        this(node, database, topic, SHORT_LEASE, publisher -> publisher);
    }

    TestRelay(String node, TestDatabase database, TestTopic topic, Tracer tracer) {
        this(node, database, topic, SHORT_LEASE, publisher -> publisher, tracer);
    }

    TestRelay(
            String node,
            TestDatabase database,
            TestTopic topic,
            Map<String, String> settings,
            UnaryOperator<Publisher> faults) {
        this(node, database, topic, settings, faults, OpenTelemetry.noop().getTracer("test"));
    }

    private TestRelay(
            String node,
            TestDatabase database,
            TestTopic topic,
            Map<String, String> settings,
            UnaryOperator<Publisher> faults,
            Tracer tracer) {
        config = config(node, settings);
        pool = RelayPool.create(database.vertx, database.connectOptions(), config.parallelRounds() + 1);
        producer = producer(node, topic.server.bootstrapServers());
        publisher = faults.apply(new KafkaPublisher(producer, new EventRecords(node, config.source()), tracer));
        relay = new OutboxRelay(config, SEND_WINDOW, pool, publisher, new OutboxMetrics(meters));
        workers = new RelayWorkers(database.vertx, config, relay);
        backlog = new BacklogSampler(pool);
    }

    static OutboxConfig config(String node, Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(OutboxConfig.class)
                .withDefaultValue("brew.outbox.node", node)
                .withDefaultValue("brew.outbox.source", "test")
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(OutboxConfig.class);
    }

    static ReactiveKafkaProducer<String, byte[]> producer(String node, String bootstrapServers) {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put("bootstrap.servers", bootstrapServers);
        configuration.put("client.id", node);
        configuration.put("acks", "all");
        configuration.put("linger.ms", "0");
        configuration.put("batch.size", "131072");
        configuration.put("max.block.ms", "1000");
        configuration.put("delivery.timeout.ms", "3000");
        configuration.put("request.timeout.ms", "2500");
        configuration.put("reconnect.backoff.max.ms", "200");
        configuration.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        configuration.put("value.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
        return new ReactiveKafkaProducer<>(
                configuration, "outbox", 1000, true, null, null, null, (producer, properties) -> {});
    }

    double counted(String meter) {
        return meters.find(meter).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    /** For rounds one by one: with a minute to send, whatever else the machine does. */
    OutboxRelay patient() {
        return new OutboxRelay(config, TestDatabase.TIMEOUT, pool, publisher, new OutboxMetrics(meters));
    }

    TestRelay start() {
        workers.start();
        return this;
    }

    /** A clean stop. */
    @Override
    public void close() {
        workers.drain().await().atMost(TestDatabase.TIMEOUT);
        producer.close();
        pool.close().await().atMost(TestDatabase.TIMEOUT);
    }
}
