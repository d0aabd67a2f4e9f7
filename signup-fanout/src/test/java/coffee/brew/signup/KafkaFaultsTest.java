package coffee.brew.signup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.contract.customers.v1.CustomerSignedUp;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class KafkaFaultsTest {
    private final TestTopic topic = new TestTopic();

    @Test
    void recordThatIsNoEventIsKeptAndDoesNotStopTheOthers() throws InterruptedException {
        // Given
        topic.create();
        topic.write("poison", "no protobuf".getBytes(UTF_8));
        topic.write("nobody", CustomerSignedUp.getDefaultInstance());
        List<String> sent = topic.send(5).customers();
        // When
        try (RoleRun listener = topic.listen("analytics")) {
            listener.awaitCustomers(5);
            // Then
            assertThat(listener.customers()).containsExactlyInAnyOrderElementsOf(sent);
        }
        List<ConsumerRecord<byte[], byte[]>> kept = TestTopic.read(topic.deadLetters("analytics"));
        assertThat(kept)
                .extracting(record -> new String(record.key(), UTF_8))
                .containsExactlyInAnyOrder("poison", "nobody");
        assertThat(kept).allSatisfy(record -> {
            assertThat(TestTopic.header(record, "original.topic")).isEqualTo(topic.name());
            assertThat(TestTopic.header(record, "original.offset")).matches("\\d+");
            assertThat(TestTopic.header(record, "error.consumer")).isEqualTo("analytics");
        });
        assertThat(kept)
                .extracting(record -> TestTopic.header(record, "error.message"))
                .contains("customer_id is required");
    }

    @Test
    void refusedEventIsKeptWithItsReason() {
        // Given
        topic.send(10);
        // When
        try (RoleRun listener = topic.listen("billing", "--reject=30", "--reject-reason=no account")) {
            listener.awaitCustomers(7);
        }
        // Then
        assertThat(TestTopic.read(topic.deadLetters("billing"))).hasSize(3).allSatisfy(record -> assertThat(
                        TestTopic.header(record, "error.message"))
                .isEqualTo("no account"));
    }

    @Test
    void eventThatFailsIsTriedAgainUntilItSucceeds() {
        // Given
        List<String> sent = topic.send(10).customers();
        // When
        try (RoleRun listener = topic.listen("billing", "--fail=50")) {
            listener.awaitCustomers(10);
            // Then
            assertThat(listener.customers()).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(listener.err()).contains("attempt 1");
        }
    }

    @Test
    void recipientThatHangsHasNothingAndItsSuccessorEverything() {
        // Given
        List<String> sent = topic.send(10).customers();
        RoleRun hanging = topic.listen("analytics", "--hang");
        hanging.awaitLine(Pattern.compile("joined"));
        hanging.close();
        // When
        try (RoleRun successor = topic.listen("analytics")) {
            successor.awaitCustomers(10);
            // Then
            assertThat(hanging.customers()).isEmpty();
            assertThat(successor.customers()).containsExactlyInAnyOrderElementsOf(sent);
        }
    }
}
