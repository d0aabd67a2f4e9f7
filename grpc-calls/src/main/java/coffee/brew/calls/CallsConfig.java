package coffee.brew.calls;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Limits of all calls. */
@ConfigMapping(prefix = "brew.calls")
public interface CallsConfig {
    /**
     * How long a service that stops waits for the calls that it took: longer than the longest call. Must end before the
     * platform's kill. 0 to 5 min.
     */
    @WithDefault("10s")
    @DurationMin
    @DurationMax(minutes = 5)
    Duration drainMax();
}
