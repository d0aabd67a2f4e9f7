package coffee.brew.sandbox.check;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.sandbox.stack.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final World world = World.ofOrders(2);

    @Test
    void hasTheFieldsThatOutsideToolsRelyOn() throws JsonProcessingException {
        // Given
        Report.Kill kill = new Report.Kill(
                "inventory-1", "SIGKILL", 42, 1, Map.of("inventory-1", List.of(0)), Map.of(), 6_000, 100);
        Report report = Report.of(world.evidence(), world.settled(), 5)
                .withKill(kill, 2, 3)
                .withConvergence(1_234L);
        // When
        JsonNode json = Json.MAPPER.readTree(Json.text(report));
        // Then
        assertThat(json.fieldNames())
                .toIterable()
                .contains(
                        "orders",
                        "outbox_pending",
                        "reservations",
                        "notifications",
                        "view",
                        "reservations_by_node",
                        "lost",
                        "duplicate_effects",
                        "duplicates_on_topic",
                        "order_inversions",
                        "redelivered",
                        "dedup_hits",
                        "published_by_node",
                        "killed",
                        "converged_ms");
        assertThat(json.path("reservations_by_node").path("inventory-1").asLong())
                .isEqualTo(2);
        assertThat(json.path("published_by_node").path("order-1").asLong()).isEqualTo(2);
        assertThat(json.path("killed").path("signal").asText()).isEqualTo("SIGKILL");
        assertThat(json.path("redelivered").asLong()).isEqualTo(3);
        assertThat(json.path("dedup_hits").asLong()).isEqualTo(7);
        assertThat(json.path("converged_ms").asLong()).isEqualTo(1_234);
    }

    @Test
    void summaryIsOneLine() {
        // When
        String summary = Report.of(world.evidence(), world.settled(), 0).summary();
        // Then
        assertThat(summary)
                .isEqualTo("orders=2 outbox_pending=0 reservations=2 notifications=2 view=2"
                        + " lost=0 duplicate_effects=0 order_inversions=0");
    }

    @Test
    void whatHasNotConvergedIsNotOk() {
        // Given
        Report report = Report.of(world.evidence(), world.settled(), 0);
        // When
        Report late = report.withConvergence(null);
        // Then
        assertThat(report.ok()).isTrue();
        assertThat(late.ok()).isFalse();
    }

    @Test
    void hitsThatDuplicatesOnTheTopicExplainAreNotRedelivered() {
        // Given
        world.topic.add(World.record(0, 2, "event-0", 1));
        // When
        Report report = Report.of(world.evidence(), world.settled(), 4);
        // Then
        assertThat(report.findings().duplicatesOnTopic()).isOne();
        assertThat(report.redelivered()).isOne();
    }
}
