package coffee.brew.system;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.system.Program.Run;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The README's first command, with three brokers. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("processor")
class DemoIT {
    @TempDir
    Path project;

    @Test
    void nodeIsKilledHalfWayAndNothingIsLostOrDoneTwice() throws IOException, InterruptedException {
        // When
        Run demo = new Program(project)
                .run(List.of("demo", "--orders=60", "--kill-at=30", "--brokers=3", "--output=json"));
        // Then
        assertThat(demo.exitCode()).as(demo.log()).isZero();
        JsonNode report = new ObjectMapper().readTree(demo.output());
        for (String counter : List.of("orders", "reservations", "notifications", "view")) {
            assertThat(report.get(counter).asInt()).as(counter).isEqualTo(60);
        }
        for (String trouble : List.of("outbox_pending", "lost", "duplicate_effects", "order_inversions")) {
            assertThat(report.get(trouble).asInt()).as(trouble).isZero();
        }
        assertThat(report.at("/killed/node").asText()).isEqualTo("inventory-1");
        assertThat(report.at("/killed/signal").asText()).isEqualTo("SIGKILL");
        assertThat(report.at("/killed/partitions_after"))
                .as("who has its partitions")
                .isEqualTo(new ObjectMapper().readTree("{\"inventory-2\": [0, 1, 2, 3, 4, 5]}"));
        assertThat(report.at("/killed/notifications_meanwhile").asInt())
                .as("others went on")
                .isPositive();
        assertThat(report.get("published_by_node").size())
                .as("both order nodes publish")
                .isEqualTo(2);
    }
}
