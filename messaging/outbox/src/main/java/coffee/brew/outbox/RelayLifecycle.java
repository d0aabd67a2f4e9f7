package coffee.brew.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.opentelemetry.runtime.config.runtime.OTelRuntimeConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.jboss.logging.Logger;

/**
 * Starts the relay with the application and drains it at the end.
 *
 * <ol>
 *   <li>Nothing starts with a producer that could lose or reorder events.
 *   <li>At shutdown the batch in flight is answered and settled while producer and database connections are still
 *       there, so a clean stop causes no duplicates. Events appended later wait for another replica.
 * </ol>
 */
@Singleton
class RelayLifecycle {
    private static final Logger LOG = Logger.getLogger(RelayLifecycle.class);

    /** The outgoing channel whose producer the relay uses. */
    static final String CHANNEL = "outbox";

    // Before the messaging's own observers and the end of the application scope, with which the producer is closed.
    private static final int FIRST = Interceptor.Priority.PLATFORM_BEFORE;

    private final OutboxConfig config;
    private final SmallRyeConfig allConfig;
    private final MeterRegistry meters;
    private final Vertx vertx;
    private final Pool relayPool;
    private final BacklogSampler backlog;
    private final RelayLoop sampling;
    private volatile Optional<RelayWorkers> workers = Optional.empty();

    @Inject
    RelayLifecycle(OutboxConfig config, Config allConfig, MeterRegistry meters, Vertx vertx) {
        this.config = config;
        this.allConfig = allConfig.unwrap(SmallRyeConfig.class);
        this.meters = meters;
        this.vertx = vertx;
        relayPool = RelayPool.create(vertx, this.allConfig, config.parallelRounds() + 1);
        backlog = new BacklogSampler(relayPool);
        sampling = new RelayLoop(vertx, sampling(config), backlog::sample);
    }

    private static RelayLoop.Settings sampling(OutboxConfig config) {
        Duration interval = config.sampleInterval();
        return new RelayLoop.Settings(
                "outbox backlog sampling",
                interval,
                interval,
                interval,
                interval.multipliedBy(4),
                Duration.ofMinutes(1));
    }

    /** @param upstream not used: a channel without an upstream would be reported as a mistake at every start */
    void start(
            @Observes StartupEvent event,
            @Channel(CHANNEL) MutinyEmitter<byte[]> upstream,
            KafkaClientService kafka,
            OpenTelemetry telemetry) {
        OutboxMetrics.bind(meters, backlog);
        sampling.start();
        if (!config.relayEnabled()) {
            LOG.info("relay is disabled by configuration");
            return;
        }
        KafkaProducer<String, byte[]> producer = kafka.getProducer(CHANNEL);
        Duration window = ProducerSettings.sendWindow(Map.copyOf(producer.configuration()), config.lease());
        EventRecords records = new EventRecords(config.node(), config.source());
        Publisher publisher = new KafkaPublisher(producer, records, tracer(telemetry));
        OutboxRelay relay = new OutboxRelay(config, window, relayPool, publisher, new OutboxMetrics(meters));
        RelayWorkers started = new RelayWorkers(vertx, config, relay);
        workers = Optional.of(started);
        started.start();
        LOG.infof("relay started node=%s lease=%s", config.node(), config.lease());
    }

    /** A disabled SDK would still make up span ids that nobody ever exports; the caller's own are worth more. */
    private Tracer tracer(OpenTelemetry telemetry) {
        boolean disabled = allConfig.getConfigMapping(OTelRuntimeConfig.class).sdkDisabled();
        return (disabled ? OpenTelemetry.noop() : telemetry).getTracer("coffee.brew.outbox");
    }

    void stop(@Observes @Priority(FIRST) ShutdownEvent event) {
        Uni<Void> drained =
                workers.map(RelayWorkers::drain).orElse(Uni.createFrom().voidItem());
        Uni<Void> closed =
                Uni.join().all(drained, sampling.stop()).andFailFast().chain(relayPool::close);
        try {
            // The one wait of this library: the thread that shuts down must not go on to close the producer.
            closed.await().atMost(config.lease());
        } catch (RuntimeException late) {
            LOG.warnf("relay stopped before its batch was settled, which may be sent again cause=%s", late);
            relayPool.closeAndForget();
        }
    }

    private void wake() {
        workers.ifPresent(RelayWorkers::wake);
    }

    @Produces
    @Singleton
    Outbox outbox() {
        return new TransactionalOutbox(this::wake);
    }

    @Produces
    @Singleton
    Backlog backlog() {
        return backlog;
    }

    @Produces
    @Singleton
    ParkedKeys parkedKeys(Pool pool) {
        return new ParkedKeyRepository(pool, this::wake);
    }
}
