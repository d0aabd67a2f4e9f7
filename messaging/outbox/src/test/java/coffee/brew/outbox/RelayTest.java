package coffee.brew.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.envelope.HeaderNames;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class RelayTest {
    @Test
    void appendedEventIsSentAndDeleted() {
        // Given
        TestTopic topic = new TestTopic();
        try (TestDatabase database = new TestDatabase();
                TestRelay relay = new TestRelay("node-1", database, topic).start()) {
            OutboxEvent event = TestDatabase.event(topic.name, "thing-1", 1);
            // When
            database.append(event, relay.workers::wake);
            // Then
            await().atMost(TestDatabase.TIMEOUT).until(() -> database.pending() == 0);
            ConsumerRecord<String, byte[]> record = topic.records().get(0);
            assertThat(record.value()).isEqualTo(event.payload().getBytes());
            assertThat(record.headers()).extracting(Header::key).contains(HeaderNames.EVENT_ID);
        }
    }

    @Test
    void eventsOfManyKeysKeepTheirOrderAndAreSentOnce() {
        // Given
        TestTopic topic = new TestTopic();
        try (TestDatabase database = new TestDatabase()) {
            for (int round = 0; round < 5; round++) {
                for (int key = 0; key < 40; key++) {
                    database.change(topic.name, "thing-" + key);
                }
            }
            // When
            try (TestRelay relay = new TestRelay("node-1", database, topic).start()) {
                await().atMost(TestDatabase.TIMEOUT).until(() -> database.pending() == 0);
                assertThat(relay.counted("brew.outbox.published")).isEqualTo(200);
            }
            // Then
            assertThat(topic.records()).hasSize(200);
            Map<String, List<Long>> versions = topic.firstCopies();
            assertThat(versions).hasSize(40);
            assertThat(versions.values()).allMatch(List.of(1L, 2L, 3L, 4L, 5L)::equals);
        }
    }

    @Test
    void nothingIsSentBehindARecordThatIsNotAcknowledged() {
        // Given
        TestTopic topic = new TestTopic();
        AtomicBoolean failed = new AtomicBoolean();
        try (TestDatabase database = new TestDatabase();
                TestRelay relay = new TestRelay(
                        "node-1", database, topic, TestRelay.SHORT_LEASE, kafka -> failOnce(kafka, failed))) {
            database.change(topic.name, "thing");
            database.change(topic.name, "thing");
            // When
            relay.start();
            await().atMost(TestDatabase.TIMEOUT).until(() -> database.pending() == 0);
            // Then
            assertThat(failed).isTrue();
            assertThat(topic.firstCopies()).containsExactly(Map.entry("thing", List.of(1L, 2L)));
        }
    }

    /** The first record is not sent, and its sender hears of it when it had the time to send everything else. */
    private static Publisher failOnce(Publisher kafka, AtomicBoolean failed) {
        return new Publisher() {
            @Override
            public Uni<Void> onSendingThread(Runnable action) {
                return kafka.onSendingThread(action);
            }

            @Override
            public void send(PendingEvent event, Completion completion) {
                if (failed.compareAndSet(false, true)) {
                    kafka.onSendingThread(() -> completion.done(new TimeoutException("injected: not sent")))
                            .subscribe()
                            .with(told -> {}, completion::done);
                } else {
                    kafka.send(event, completion);
                }
            }
        };
    }
}
