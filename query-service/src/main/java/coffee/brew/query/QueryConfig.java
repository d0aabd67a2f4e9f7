package coffee.brew.query;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Limits of the calls that read. */
@ConfigMapping(prefix = "brew.query")
public interface QueryConfig {
    /**
     * The longest that a call takes, whatever its caller's deadline: the wait for {@code min_version}, and for a
     * database that does not answer. 10 ms to 60 s.
     */
    @WithDefault("5s")
    @DurationMin(millis = 10)
    @DurationMax(seconds = 60)
    Duration callTimeMax();

    /** Calls in progress; more are refused. They queue for the connections of the pool. Unit: calls, 1 to 100000. */
    @WithDefault("2000")
    @Min(1)
    @Max(100_000)
    int callsMax();

    /**
     * Calls that wait for {@code min_version} at the same time; more are refused. Each reads its row up to
     * {@code 1 s / pollIntervalMax} times a second. Unit: calls, 1 to 10000.
     */
    @WithDefault("256")
    @Min(1)
    @Max(10_000)
    int waitingCallsMax();

    /** The first pause of a waiting call; each next one is twice as long. 1 ms to 1 s. */
    @WithDefault("5ms")
    @DurationMin(millis = 1)
    @DurationMax(seconds = 1)
    Duration pollIntervalMin();

    /** The longest pause of a waiting call: what a wait may add to the projection's own lag. 1 ms to 1 s. */
    @WithDefault("50ms")
    @DurationMin(millis = 1)
    @DurationMax(seconds = 1)
    Duration pollIntervalMax();
}
