package coffee.brew.signup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The same recipient dies in the middle of the same work, both ways. */
@Execution(ExecutionMode.CONCURRENT)
class DeadRecipientTest {
    private static final int EVENTS = 40;
    private static final int CRASH_AFTER = 10;
    private static final int CRASHED = 137;

    @Test
    void byGrpcItLosesWhatIsSentWhileItIsDead() throws IOException, InterruptedException {
        // Given
        try (RoleProcess dying =
                RoleProcess.start("grpc-listener", "--addr=:0", "--name=analytics", "--crash-after=" + CRASH_AFTER)) {
            String address = dying.awaitLine("listens on").replaceAll(".* ", "");
            // When
            RoleRun sender = RoleRun.of(
                    "grpc-broadcast", "--output=json", "--targets=" + address, "--users=" + EVENTS, "--timeout=30s");
            // Then
            assertThat(dying.exitCode()).isEqualTo(CRASHED);
            assertThat(sender.exitCode()).isEqualTo(1);
            assertThat(dying.remainingLines()).hasSize(CRASH_AFTER);
            assertThat(sender.events()).hasSize(EVENTS);
        }
    }

    @Test
    void throughKafkaItLosesNothing() throws IOException, InterruptedException {
        // Given
        TestTopic topic = new TestTopic();
        List<String> sent;
        List<String> beforeTheCrash;
        try (RoleProcess dying = RoleProcess.start(
                topic.arguments("kafka-listener", "--group=analytics", "--crash-after=" + CRASH_AFTER))) {
            // When
            sent = topic.send(EVENTS).customers();
            assertThat(dying.exitCode()).isEqualTo(CRASHED);
            beforeTheCrash = dying.remainingLines().stream()
                    .filter(line -> line.contains("customer_id"))
                    .toList();
        }
        // Then
        assertThat(beforeTheCrash).hasSize(CRASH_AFTER);
        try (RoleRun back = topic.listen("analytics")) {
            await().atMost(RoleRun.TIMEOUT).untilAsserted(() -> assertThat(sent)
                    .allMatch(customer -> back.customers().contains(customer)
                            || beforeTheCrash.stream().anyMatch(line -> line.contains(customer))));
            assertThat(back.customers())
                    .as("handled, but not committed before the crash: again")
                    .anyMatch(customer -> beforeTheCrash.stream().anyMatch(line -> line.contains(customer)));
        }
    }
}
