package coffee.brew.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** The outbox and its relay. The producer is configured as the outgoing channel {@code outbox}. */
@ConfigMapping(prefix = "brew.outbox")
public interface OutboxConfig {
    /** Value of the {@code publisher-node} header and owner of lanes. Default: {@code brew.node-id}. */
    @NotBlank
    String node();

    /** Value of the {@code source} header. Default: {@code quarkus.application.name}. */
    @NotBlank
    String source();

    /** Whether this process relays. Without it, events wait for another replica. */
    @WithDefault("true")
    boolean relayEnabled();

    /**
     * How long claimed lanes stay this relay's. Longer: more time for a slow broker; shorter: a killed relay's lanes
     * move sooner. Must exceed the producer's {@code max.block.ms} and {@code delivery.timeout.ms} together by 1 s.
     */
    @WithDefault("6s")
    @DurationMin(seconds = 1)
    @DurationMax(minutes = 5)
    Duration lease();

    /** Rows read and published in one round. More: more throughput, more duplicates after a crash. */
    @WithDefault("1000")
    @Min(1)
    @Max(5000)
    int batchSize();

    /**
     * Bytes of payload read in one round, exceeded by one event for each lane at most. More: more throughput of large
     * events; fewer: less memory, of which {@link #parallelRounds} times as much is needed. All rounds together should
     * fit into the producer's {@code buffer.memory} (32 MiB), or sends block.
     */
    @WithDefault("8388608")
    @Min(1024)
    @Max(268435456)
    int batchBytes();

    /**
     * Lanes claimed in one round, of 64. More: an event waits for fewer rounds; fewer: more is left for other replicas,
     * and less waits for the lease to pass when this one is killed.
     */
    @WithDefault("32")
    @Min(1)
    @Max(64)
    int lanesPerRound();

    /** Rounds at a time when there is a backlog: one reads while another sends. Each needs a connection. */
    @WithDefault("2")
    @Min(1)
    @Max(8)
    int parallelRounds();

    /** The shortest wait before looking again, after work. Local commits need no look: they wake the relay. */
    @WithDefault("10ms")
    @DurationMin(millis = 1)
    @DurationMax(seconds = 10)
    Duration pollIntervalMin();

    /** The longest wait before looking again, reached by doubling: how late a dead replica's events are found. */
    @WithDefault("250ms")
    @DurationMin(millis = 1)
    @DurationMax(seconds = 60)
    Duration pollIntervalMax();

    /** The longest wait after failures in a row, of the database or of a topic. */
    @WithDefault("2s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 5)
    Duration backoffMax();

    /** How often the backlog is measured. */
    @WithDefault("1s")
    @DurationMin(millis = 50)
    @DurationMax(minutes = 1)
    Duration sampleInterval();

    /** Age of the oldest pending event from which the wellness check is down. */
    @WithDefault("1m")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 24)
    Duration unwellAge();
}
