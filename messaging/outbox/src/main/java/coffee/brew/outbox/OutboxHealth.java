package coffee.brew.outbox;

import io.smallrye.health.api.Wellness;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether events get out. A wellness check and no readiness check: while the broker is away the service goes on
 * accepting work, so no probe may take it out of service.
 */
@Wellness
@Singleton
class OutboxHealth implements HealthCheck {
    private final OutboxConfig config;
    private final Backlog backlog;

    @Inject
    OutboxHealth(OutboxConfig config, Backlog backlog) {
        this.config = config;
        this.backlog = backlog;
    }

    @Override
    public HealthCheckResponse call() {
        boolean inTime = backlog.oldestAge().compareTo(config.unwellAge()) < 0;
        return HealthCheckResponse.named("outbox")
                .status(inTime && backlog.parkedKeys() == 0)
                .withData("pending", backlog.pendingEvents())
                .withData("oldest-age-ms", backlog.oldestAge().toMillis())
                .withData("parked-keys", backlog.parkedKeys())
                .build();
    }
}
