package coffee.brew.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * Down when a consumer cannot return to its group without a new process. An absent broker or database is no reason: a
 * restart does not bring them back.
 */
@Liveness
@ApplicationScoped
class InboxHealth implements HealthCheck {
    private final List<Membership> memberships = new CopyOnWriteArrayList<>();

    void watch(Membership membership) {
        memberships.add(membership);
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("consumers are in their groups").up();
        for (Membership each : memberships) {
            String end = each.end();
            if (!end.isEmpty()) {
                response.down().withData(each.group(), "out of it for good, " + end + ": restart this node");
            }
        }
        return response.build();
    }
}
