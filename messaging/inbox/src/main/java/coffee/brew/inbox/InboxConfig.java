package coffee.brew.inbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Limits of the inbox. Public only because validated mappings must be. */
@ConfigMapping(prefix = "brew.inbox")
public interface InboxConfig {
    /** The node named in dead letters. */
    @WithDefault("${brew.node-id:unknown}")
    @NotBlank
    String nodeId();

    /** The first wait after a passing trouble; it doubles with each attempt. 10 ms to 10 s. */
    @WithDefault("100ms")
    @DurationMin(millis = 10)
    @DurationMax(seconds = 10)
    Duration retryDelayMin();

    /** The longest wait between two attempts, which is also how late a recovery may be noticed. 10 ms to 5 min. */
    @WithDefault("5s")
    @DurationMin(millis = 10)
    @DurationMax(minutes = 5)
    Duration retryDelayMax();

    /** How long a statement of a batch waits for a lock, before the batch is rolled back and tried again. To 1 min. */
    @WithDefault("5s")
    @DurationMin(millis = 10)
    @DurationMax(minutes = 1)
    Duration lockTimeout();

    /**
     * How long a batch's transaction may take before it is given up and tried again, so that neither a database that
     * does not answer nor an effect that does not end is waited for without end. Its outcome is then unknown, which is
     * harmless: the next attempt finds its processed events, or none. The database ends the transaction, too, when it
     * has been idle for so long. 1 s to 10 min.
     */
    @WithDefault("30s")
    @DurationMin(seconds = 1)
    @DurationMax(minutes = 10)
    Duration transactionTimeout();

    /** How long a stop waits for the transaction in flight. Longer: fewer redeliveries. 0 to 1 min. */
    @WithDefault("3s")
    @DurationMin
    @DurationMax(minutes = 1)
    Duration drainTimeout();

    /**
     * How often the offsets of acknowledged batches are committed to Kafka. Longer: less work for the broker, more
     * redeliveries after a crash. 10 ms to 1 min.
     */
    @WithDefault("200ms")
    @DurationMin(millis = 10)
    @DurationMax(minutes = 1)
    Duration commitInterval();

    /**
     * How often the broker is asked how far the consumer is behind. Shorter: fresher figures, more questions, each of
     * which takes the polling thread for some milliseconds. 10 ms to 5 min.
     */
    @WithDefault("5s")
    @DurationMin(millis = 10)
    @DurationMax(minutes = 5)
    Duration lagInterval();

    /**
     * How long the broker may answer while a consumer sends its group no heartbeat, before liveness fails: the client
     * never tries again by itself. Shorter: back sooner; longer: what works without the consumer is restarted less often
     * when restarts do not help. Well above the group's heartbeat interval. 1 s to 1 h.
     */
    @WithDefault("5m")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration absenceMax();

    /**
     * Days that a processed event is remembered. Must be longer than everything that repeats an event: redelivery (7
     * days, the broker's {@code offsets.retention.minutes}), the relay's longest backlog, the replay of a dead letter.
     * Read by the migration. 8 to 3650.
     */
    @WithDefault("35")
    @Min(8)
    @Max(3650)
    int retentionDays();
}
