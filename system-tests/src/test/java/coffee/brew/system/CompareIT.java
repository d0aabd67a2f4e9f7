package coffee.brew.system;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.system.Program.Run;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * One short comparison, and what it has to show whatever the machine. Starts no service, and so comes beside the test in
 * which they learn.
 */
@Order(2)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("processor")
class CompareIT {
    private static final List<String> GRPC = List.of("sequential", "parallel");
    private static final Pattern NUMBER = Pattern.compile("data-of=\"([^\"]+)\">([^<]*)<");
    private static final int EVENTS = 20;

    @TempDir
    static Path project;

    private static JsonNode report;
    private static String page;

    @BeforeAll
    static void compare() throws IOException, InterruptedException {
        Path html = project.resolve("compare.html");
        Run run = new Program(project)
                .run(List.of("compare", "--events=" + EVENTS, "--down=2", "--output=json", "--html=" + html));
        assertThat(run.exitCode()).as("%s%n%s", run.output(), run.log()).isZero();
        report = new ObjectMapper().readTree(run.output());
        page = Files.readString(html);
    }

    @Test
    void everyModeWentThroughEverySituationWithAllEvents() {
        assertThat(report.get("cells")).hasSize(21).allSatisfy(cell -> assertThat(
                        cell.at("/sender/events").asInt())
                .isGreaterThanOrEqualTo(EVENTS));
    }

    @Test
    void sequentialSenderWaitsForTheSumAndParallelForTheSlowest() {
        JsonNode sequential = cell("sequential", "slow").get("sender");
        JsonNode parallel = cell("parallel", "slow").get("sender");
        assertThat(sequential.at("/waited_ms/p50").asDouble())
                .isGreaterThanOrEqualTo(sequential.at("/sum_of_calls_ms/p50").asDouble() * 0.99)
                .isGreaterThanOrEqualTo(200);
        assertThat(parallel.at("/waited_ms/p50").asDouble())
                .isGreaterThanOrEqualTo(200)
                .isLessThanOrEqualTo(parallel.at("/slowest_call_ms/p50").asDouble() * 1.1);
    }

    @Test
    void slowRecipientDoesNotSlowTheKafkaSender() {
        assertThat(cell("kafka", "slow").at("/sender/waited_ms/p50").asDouble()).isLessThan(200);
        assertThat(affected("kafka", "slow").get("late").asInt()).isPositive();
    }

    @Test
    void deadRecipientLosesEventsByGrpcAndNoneThroughKafka() {
        for (String mode : GRPC) {
            assertThat(affected(mode, "dead").get("lost").asInt()).as(mode).isPositive();
            assertThat(cell(mode, "dead").at("/catch_up/level_ms").isNull())
                    .as(mode)
                    .isTrue();
        }
        assertThat(affected("kafka", "dead").get("lost").asInt()).isZero();
        assertThat(cell("kafka", "dead").at("/catch_up/level_ms").asDouble()).isPositive();
    }

    @Test
    void nobodyLosesAnythingThroughKafka() {
        for (JsonNode cell : report.get("cells")) {
            if (cell.get("mode").asText().equals("kafka")) {
                assertThat(cell.get("recipients"))
                        .as(cell.get("situation").asText())
                        .allMatch(recipient -> recipient.get("lost").asInt() == 0);
            }
        }
    }

    @Test
    void recipientThatJoinsLateHasTheHistoryThroughKafkaOnlyAndOnlyThereTheSenderIsLeftAlone() {
        for (String mode : GRPC) {
            assertThat(affected(mode, "late").get("delivered").asInt()).as(mode).isBetween(1, EVENTS / 2);
            assertThat(cell(mode, "late").at("/sender/changes").asInt())
                    .as(mode)
                    .isEqualTo(1);
        }
        assertThat(affected("kafka", "late").get("delivered").asInt()).isEqualTo(EVENTS);
        assertThat(cell("kafka", "late").at("/sender/changes").asInt()).isZero();
    }

    @Test
    void successorHasTheSameCounterThroughKafkaOnly() {
        for (String mode : GRPC) {
            JsonNode counters = cell(mode, "replaced").get("counters");
            assertThat(counters.get("analytics_v2").asInt())
                    .as(mode)
                    .isLessThan(counters.get("analytics").asInt());
        }
        JsonNode counters = cell("kafka", "replaced").get("counters");
        assertThat(counters.get("analytics_v2").asInt())
                .isEqualTo(counters.get("analytics").asInt())
                .isEqualTo(counters.get("sent").asInt());
    }

    @Test
    void matrixHasNineRowsThatHold() {
        assertThat(report.get("matrix")).hasSize(9).allMatch(row -> row.get("holds")
                .asBoolean());
    }

    @Test
    void numbersOfThePageAreThoseOfTheJson() {
        assertThat(NUMBER.matcher(page).results()).hasSizeGreaterThan(500).allSatisfy(number -> {
            JsonNode value = report.at(number.group(1));
            assertThat(number.group(2)).as(number.group(1)).isEqualTo(value.isNull() ? "–" : value.asText());
        });
        assertThat(page).doesNotContain("http:", "https:", "src=", "href=", "url(", "@import", "<script", "<link");
    }

    private static JsonNode cell(String mode, String situation) {
        for (JsonNode cell : report.get("cells")) {
            if (cell.get("mode").asText().equals(mode)
                    && cell.get("situation").asText().equals(situation)) {
                return cell;
            }
        }
        throw new AssertionError("no cell for " + mode + " and " + situation);
    }

    private static JsonNode affected(String mode, String situation) {
        String name = situation.equals("late") ? "crm" : "analytics";
        for (JsonNode recipient : cell(mode, situation).get("recipients")) {
            if (recipient.get("name").asText().equals(name)) {
                return recipient;
            }
        }
        throw new AssertionError("no recipient " + name);
    }
}
