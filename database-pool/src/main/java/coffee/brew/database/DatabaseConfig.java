package coffee.brew.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Limits of the connections. */
@ConfigMapping(prefix = "brew.database")
public interface DatabaseConfig {
    /**
     * How long nothing may come from the database before a connection is closed, and a statement on it fails. Must be
     * longer than the longest statement. Shorter: sooner back after a failover; more new connections where there is
     * little to do. 1 s to 10 min.
     */
    @WithDefault("20s")
    @DurationMin(seconds = 1)
    @DurationMax(minutes = 10)
    Duration silenceMax();

    /**
     * What may wait for a connection; more fails at once. More than the calls that a service takes. Unit: statements and
     * transactions, 1 to 100000.
     */
    @WithDefault("4096")
    @Min(1)
    @Max(100_000)
    int waitingMax();
}
