package coffee.brew.inbox;

import static coffee.brew.inbox.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.inbox.OrdersTopic.Event;
import coffee.brew.infra.LocalKafka;
import coffee.brew.infra.LocalPostgres;
import coffee.brew.infra.LocalServersTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
        value = LocalServersTestResource.class,
        initArgs = {
            @ResourceArg(name = "database", value = "brew_ledger"),
            @ResourceArg(name = "topics", value = OrdersTopic.TOPICS)
        })
class OutageTest {
    @Inject
    OrdersTopic topic;

    @Inject
    OrdersChannel channel;

    @Inject
    LedgerEffect effect;

    @Inject
    Ledger ledger;

    @Inject
    Observed observed;

    @AfterEach
    void heal() {
        effect.heal();
    }

    @Test
    void aConnectionCutBetweenTheEffectAndTheCommitCostsARetry() {
        // Given
        List<Event> events = events(20);
        double retriesBefore = retries();
        effect.troubleOnce(tx -> tx.query("SELECT pg_terminate_backend(pg_backend_pid())")
                .execute()
                .replaceWithVoid());
        // When
        topic.send(events);
        // Then
        eventually().until(() -> ledger.hasEachOnce(events));
        assertThat(retries()).isGreaterThan(retriesBefore);
    }

    @Test
    void aTableLockedFromOutsideCostsRetries() throws SQLException {
        // Given
        List<Event> events = events(20);
        double retriesBefore = retries();
        try (Connection other = ledger.asOwner();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE ledger IN EXCLUSIVE MODE");
            // When
            topic.send(events);
            // Then
            eventually().until(() -> retries() > retriesBefore);
            other.rollback();
        }
        eventually().until(() -> ledger.hasEachOnce(events));
    }

    @Test
    void aTransactionThatDoesNotEndIsGivenUp() {
        // Given
        List<Event> events = events(20);
        double retriesBefore = retries();
        effect.troubleOnce(tx -> Uni.createFrom().nothing());
        // When
        topic.send(events);
        // Then
        eventually().until(() -> ledger.hasEachOnce(events));
        assertThat(retries()).isGreaterThan(retriesBefore);
    }

    @Test
    void anAbsentDatabaseIsWaitedFor() {
        // Given
        List<Event> before = events(200);
        List<Event> during = events(200);
        topic.send(before);
        double retriesBefore = retries();
        LocalPostgres.shared().stop();
        // When
        topic.send(during);
        // Then
        eventually().until(() -> retries() > retriesBefore + 2);
        LocalPostgres.shared().restart();
        eventually().until(() -> ledger.hasEachOnce(before) && ledger.hasEachOnce(during));
    }

    @Test
    void aCrashedDatabaseHasEachEffectOnce() {
        // Given
        List<Event> events = events(2000);
        double retriesBefore = retries();
        effect.troubleOnce(tx -> {
            LocalPostgres.shared().kill();
            return Uni.createFrom().voidItem();
        });
        // When
        topic.send(events);
        // Then
        eventually().until(() -> retries() > retriesBefore);
        LocalPostgres.shared().restart();
        eventually().until(() -> ledger.hasEachOnce(events));
    }

    @Test
    void aCrashedBrokerIsWaitedFor() {
        // Given
        List<Event> before = events(200);
        List<Event> after = events(200);
        topic.send(before);
        LocalKafka.shared().kill();
        // When
        LocalKafka.shared().restart();
        topic.send(after);
        // Then
        eventually().until(() -> ledger.hasEachOnce(before) && ledger.hasEachOnce(after));
    }

    @Test
    void aBugInTheEffectStopsThePartitionInsteadOfLosingTheEvent() {
        // Given
        List<Event> events = events(5);
        double retriesBefore = retries();
        effect.trouble(tx -> {
            throw new IllegalStateException("a bug");
        });
        // When
        RecordMetadata sent = topic.send(events).get(4);
        // Then
        eventually().until(() -> retries() > retriesBefore + 3);
        assertThat(topic.committed("ledger").getOrDefault(partitionOf(sent), 0L))
                .isLessThanOrEqualTo(sent.offset());
        effect.heal();
        eventually().until(() -> ledger.hasEachOnce(events));
    }

    private static List<Event> events(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Event.of(OrdersTopic.newOrder(), 1))
                .toList();
    }

    private static TopicPartition partitionOf(RecordMetadata sent) {
        return new TopicPartition(sent.topic(), sent.partition());
    }

    private double retries() {
        return observed.counter("brew.inbox.retries", LedgerConsumer.NAME);
    }
}
