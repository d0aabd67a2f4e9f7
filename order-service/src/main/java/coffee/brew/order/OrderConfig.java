package coffee.brew.order;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Limits of the write side. */
@ConfigMapping(prefix = "brew.order")
public interface OrderConfig {
    /**
     * Statements that write orders at the same time, each on a connection of its own. More: less waiting behind a slow
     * commit, smaller batches. Unit: statements, 1 to 16; the pool needs one connection more.
     */
    @WithDefault("2")
    @Min(1)
    @Max(16)
    int statementsInFlight();

    /**
     * Orders that one statement writes at most. More: more orders per commit, and more that wait when one of them makes
     * the statement fail. Unit: orders, 1 to 1000.
     */
    @WithDefault("64")
    @Min(1)
    @Max(1000)
    int ordersPerStatement();

    /**
     * Orders that wait for a statement; one more is refused with RESOURCE_EXHAUSTED. More: longer bursts are absorbed,
     * and calls wait longer behind a slow database. Unit: orders, 1 to 100000.
     */
    @WithDefault("2000")
    @Min(1)
    @Max(100_000)
    int waitingMax();

    /**
     * How long a call waits for one statement. Longer than the database's own limit ({@code statement_timeout}), so that
     * the database says what became of it.
     */
    @WithDefault("5s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 1)
    Duration statementTimeout();

    /**
     * How old the oldest event that waits to be published may get; past that, orders are refused with
     * RESOURCE_EXHAUSTED. Longer: a longer outage of Kafka goes unnoticed by callers, and the outbox grows.
     */
    @WithDefault("10m")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 24)
    Duration backlogAgeMax();
}
