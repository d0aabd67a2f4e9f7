package coffee.brew.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParkingTest {
    private final TestTopic topic = new TestTopic();
    private final TestDatabase database = new TestDatabase();
    private final TestRelay relay = new TestRelay("node-1", database, topic);
    private final ParkedKeys parkedKeys = new ParkedKeyRepository(database.pool, relay.workers::wake);

    @AfterEach
    void close() {
        relay.close();
        database.close();
    }

    @Test
    void oversizeRecordParksItsKeyAndNoOther() {
        // Given
        append("stuck", 1, 10);
        append("stuck", 2, 2_000_000);
        append("stuck", 3, 10);
        append("other", 1, 10);
        // When
        relay.start();
        // Then
        await().atMost(TestDatabase.TIMEOUT).until(() -> parked().size() == 1 && database.pending() == 2);
        ParkedKey key = parked().get(0);
        assertThat(key.aggregateId()).isEqualTo("stuck");
        assertThat(key.attempts()).isOne();
        assertThat(key.errorClass()).isEqualTo(RecordTooLargeException.class.getName());
        assertThat(key.errorText()).contains("bytes").hasSizeLessThan(500);
        assertThat(versions("stuck")).containsExactly(1L);
        assertThat(versions("other")).containsExactly(1L);
        assertThat(relay.counted("brew.outbox.send.failures")).isOne();
    }

    @Test
    void parkedKeyDoesNotMakeTheBacklogOld() {
        // Given
        append("stuck", 1, 2_000_000);
        relay.start();
        await().atMost(TestDatabase.TIMEOUT).until(() -> parked().size() == 1);
        // When
        relay.backlog.sample().await().atMost(TestDatabase.TIMEOUT);
        // Then
        assertThat(relay.backlog.oldestAge()).isZero();
        assertThat(relay.backlog.pendingEvents()).isOne();
        assertThat(relay.backlog.parkedKeys()).isOne();
    }

    @Test
    void requeuedKeyIsParkedAgainWhileItsCauseIsThere() {
        // Given
        append("stuck", 1, 2_000_000);
        relay.start();
        await().atMost(TestDatabase.TIMEOUT).until(() -> parked().size() == 1);
        // When
        boolean requeued = parkedKeys.requeue("stuck").await().atMost(TestDatabase.TIMEOUT);
        // Then
        assertThat(requeued).isTrue();
        await().atMost(TestDatabase.TIMEOUT)
                .until(() -> parked().size() == 1 && parked().get(0).attempts() == 2);
    }

    @Test
    void requeuedKeyDrainsInOrderWhenItsCauseIsGone() {
        // Given
        append("stuck", 1, 2_000_000);
        append("stuck", 2, 10);
        append("stuck", 3, 10);
        relay.start();
        await().atMost(TestDatabase.TIMEOUT).until(() -> parked().size() == 1);
        database.sql("UPDATE outbox SET payload = 'small' WHERE aggregate_version = 1");
        // When
        parkedKeys.requeue("stuck").await().atMost(TestDatabase.TIMEOUT);
        // Then
        await().atMost(TestDatabase.TIMEOUT).until(() -> database.pending() == 0);
        assertThat(versions("stuck")).containsExactly(1L, 2L, 3L);
        relay.backlog.sample().await().atMost(TestDatabase.TIMEOUT);
        assertThat(database.number("SELECT count(*) FROM outbox_parked")).isZero();
    }

    @Test
    void keyThatIsNotParkedCannotBeRequeued() {
        // Given
        append("thing", 1, 10);
        // When
        boolean requeued = parkedKeys.requeue("thing").await().atMost(TestDatabase.TIMEOUT);
        // Then
        assertThat(requeued).isFalse();
    }

    private void append(String key, long version, int bytes) {
        database.append(TestDatabase.event(topic.name, key, version), () -> {});
        // Not appended so, or it would be refused.
        database.sql(
                """
                UPDATE outbox SET payload = decode(repeat('00', %d), 'hex')
                 WHERE aggregate_id = '%s' AND aggregate_version = %d
                """
                        .formatted(bytes, key, version));
    }

    private List<ParkedKey> parked() {
        return parkedKeys.list(10).await().atMost(TestDatabase.TIMEOUT);
    }

    private List<Long> versions(String key) {
        return topic.records().stream()
                .filter(record -> record.key().equals(key))
                .map(ParkingTest::version)
                .toList();
    }

    private static long version(ConsumerRecord<String, byte[]> record) {
        return Long.parseLong(TestTopic.header(record, "aggregate-version"));
    }
}
