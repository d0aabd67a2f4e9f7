package coffee.brew.inbox;

import static coffee.brew.inbox.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.infra.LocalKafka;
import coffee.brew.infra.LocalServersTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.impl.ReactiveKafkaConsumer;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
        value = LocalServersTestResource.class,
        initArgs = {
            @ResourceArg(name = "database", value = "brew_ledger"),
            @ResourceArg(name = "topics", value = OrdersTopic.TOPICS)
        })
class LostMemberTest {
    /** As in application.properties. */
    private static final int ABSENCE_MAX_SECONDS = 4;

    @Inject
    @Liveness
    InboxHealth health;

    @Inject
    OrdersChannel channel;

    @Inject
    KafkaClientService clients;

    @Inject
    Observed observed;

    @Test
    void consumerThatItsGroupRefusedIsReportedAndNoOther() {
        // When
        eventually().until(() -> !channel.assignment().isEmpty());
        // Then
        eventually().until(() -> lost().equals(Set.of(LedgerConsumer.REFUSED)));
        assertThat(outsideSeconds(LedgerConsumer.REFUSED)).isGreaterThan(ABSENCE_MAX_SECONDS);
        assertThat(outsideSeconds("ledger")).isLessThan(ABSENCE_MAX_SECONDS);
    }

    @Test
    void consumerWhoseBrokerDoesNotAnswerIsAlive() {
        // Given
        eventually().until(() -> !channel.assignment().isEmpty());
        // When
        LocalKafka.shared().pause();
        // Then
        try {
            eventually().until(() -> heartbeatAgoSeconds() > ABSENCE_MAX_SECONDS + 1);
            assertThat(lost()).doesNotContain("ledger");
        } finally {
            LocalKafka.shared().resume();
        }
        eventually().until(() -> heartbeatAgoSeconds() < ABSENCE_MAX_SECONDS);
        assertThat(lost()).doesNotContain("ledger");
    }

    @Test
    void consumerWhoseClientIsClosedIsReported() {
        // When
        ((ReactiveKafkaConsumer<?, ?>) clients.getConsumer(LedgerConsumer.REFUSED)).close();
        // Then
        eventually()
                .until(() -> String.valueOf(data().get(LedgerConsumer.REFUSED)).contains("closed"));
        assertThat(health.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
    }

    private Set<String> lost() {
        return data().keySet();
    }

    private Map<String, Object> data() {
        return health.call().getData().orElse(Map.of());
    }

    private double outsideSeconds(String group) {
        return observed.registry()
                .get("brew.inbox.outside")
                .tag("consumer", group)
                .gauge()
                .value();
    }

    private double heartbeatAgoSeconds() {
        return channel.consumer().unwrap().metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("last-heartbeat-seconds-ago"))
                .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
                .findFirst()
                .orElseThrow();
    }
}
