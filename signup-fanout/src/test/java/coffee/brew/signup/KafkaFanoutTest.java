package coffee.brew.signup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class KafkaFanoutTest {
    private static final int MS = 1_000;
    private static final Pattern JOINED = Pattern.compile("\"joined\"");

    private final TestTopic topic = new TestTopic();

    @Test
    void senderIsNotSlowedByASlowRecipient() {
        // Given
        topic.create();
        try (RoleRun slow = topic.listen("analytics", "--delay=400ms")) {
            slow.awaitLine(JOINED);
            // When
            RoleRun sender = topic.send(20);
            int handledBySlow = slow.customers().size();
            // Then
            assertThat(sender.exitCode()).isZero();
            List<Long> waited = sender.events().stream()
                    .map(event -> event.get("waited_us").asLong())
                    .sorted()
                    .toList();
            assertThat(waited.get(waited.size() / 2)).isLessThan(400 * MS);
            assertThat(handledBySlow).isLessThan(20);
        }
    }

    @Test
    void groupThatJoinsLateReadsTheWholeHistory() {
        // Given
        List<String> sent = topic.send(50).customers();
        // When
        try (RoleRun late = topic.listen("crm")) {
            late.awaitCustomers(50);
            // Then
            assertThat(late.customers()).containsExactlyInAnyOrderElementsOf(sent);
        }
    }

    @Test
    void groupThatWantsNoHistoryBeginsWithTheNextEvent() {
        // Given
        RoleRun history = topic.send(5);
        try (RoleRun late = topic.listen("crm", "--from-start=false")) {
            late.awaitLine(JOINED);
            // When
            RoleRun sender = topic.startSending(1_000_000, "--rate=50");
            late.awaitCustomers(1);
            sender.close();
            // Then
            assertThat(history.customers()).hasSize(5).doesNotContainAnyElementsOf(late.customers());
        }
    }

    @Test
    void recipientIsAddedWhileTheSenderRunsOnUntouched() {
        // Given
        try (RoleRun sender = topic.startSending(1_000_000, "--rate=50");
                RoleRun analytics = topic.listen("analytics")) {
            analytics.awaitCustomers(5);
            List<String> fromTheStart = sender.customers();
            // When
            try (RoleRun crm = topic.listen("crm")) {
                // Then
                crm.awaitCustomers(fromTheStart);
                crm.awaitCustomers(fromTheStart.size() + 5);
            }
        }
    }

    @Test
    void eachGroupGetsEveryEventOfAPartitionInItsOrder() {
        // Given
        RoleRun sender = topic.send(60);
        try (RoleRun one = topic.listen("analytics");
                RoleRun other = topic.listen("billing")) {
            // When
            one.awaitCustomers(60);
            other.awaitCustomers(60);
            // Then
            for (int partition = 0; partition < 3; partition++) {
                assertThat(inPartition(one, partition))
                        .isNotEmpty()
                        .isEqualTo(inPartition(sender, partition))
                        .isEqualTo(inPartition(other, partition));
            }
        }
    }

    @Test
    void stoppedRecipientGoesOnWhereItWasWithoutDuplicates() {
        // Given
        topic.send(40);
        RoleRun first = topic.listen("analytics", "--delay=20ms");
        first.awaitCustomers(5);
        first.close();
        // When
        try (RoleRun second = topic.listen("analytics")) {
            second.awaitCustomers(40 - first.customers().size());
            // Then
            assertThat(first.customers()).hasSizeLessThan(40).doesNotContainAnyElementsOf(second.customers());
        }
    }

    @Test
    void linesForPeopleAreThoseOfTheReferenceDesign() {
        // Given
        String[] arguments = {"--topic=" + topic.name(), "--bootstrap=" + TestTopic.bootstrap()};
        // When
        RoleRun sender = RoleRun.of("kafka-broadcast", "--users=2", arguments[0], arguments[1]);
        // Then
        assertThat(sender.exitCode()).as(sender.err()).isZero();
        assertThat(sender.lines()).hasSize(3);
        assertThat(sender.lines().get(0)).matches("N +CUSTOMER_ID +EMAIL +PARTITION +OFFSET");
        assertThat(sender.lines().get(2)).matches("2 +[0-9a-f-]{36} +user-2@example.com +[0-2] +\\d+");
        try (RoleRun listener = RoleRun.start("kafka-listener", "--group=crm", arguments[0], arguments[1])) {
            listener.awaitLine(Pattern.compile("^\\[crm] partition=\\d offset=\\d+ customer_id=[0-9a-f-]{36}"
                    + " email=user-2@example.com loyalty_tier=gold$"));
        }
    }

    private static List<String> inPartition(RoleRun role, int partition) {
        return role.events().stream()
                .filter(event -> event.get("partition").asInt() == partition)
                .map(KafkaFanoutTest::customer)
                .toList();
    }

    private static String customer(JsonNode event) {
        return event.get("customer_id").asText();
    }
}
