package coffee.brew.inbox;

import static coffee.brew.inbox.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.inbox.OrdersTopic.Event;
import coffee.brew.infra.LocalServersTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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
class ExactlyOnceTest {
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
    void anEventIsRememberedInTheTransactionOfItsEffect() {
        // Given
        List<Event> events = events(20);
        // When
        topic.send(events);
        // Then
        eventually().until(() -> ledger.hasEachOnce(events));
        assertThat(ledger.count("SELECT count(*) FROM ledger")).isGreaterThanOrEqualTo(events.size());
        assertThat(ledger.count("SELECT count(*) FROM ledger LEFT JOIN processed_events AS remembered"
                        + " ON remembered.event_id = ledger.event_id AND remembered.xmin = ledger.xmin"
                        + " WHERE remembered.event_id IS NULL"))
                .isZero();
    }

    @Test
    void anEffectThatFailsLeavesNoMemoryOfItsEvent() {
        // Given
        Event event = Event.of(OrdersTopic.newOrder(), 1);
        double retriesBefore = retries();
        effect.trouble(tx -> Uni.createFrom().failure(new IllegalStateException("after the rows, before the commit")));
        // When
        topic.send(List.of(event));
        // Then
        eventually().until(() -> retries() > retriesBefore);
        assertThat(ledger.count("SELECT count(*) FROM processed_events WHERE event_id = '" + event.id() + "'"))
                .isZero();
        effect.heal();
        eventually().until(() -> ledger.hasEachOnce(List.of(event)));
    }

    @Test
    void recordsThatAreSentTwiceHaveOneEffect() {
        // Given
        List<Event> events = events(50);
        topic.send(events);
        eventually().until(() -> ledger.hasEachOnce(events));
        double duplicatesBefore = duplicates();
        // When
        topic.send(events);
        // Then
        eventually().until(() -> duplicates() == duplicatesBefore + events.size());
        assertThat(ledger.hasEachOnce(events)).isTrue();
    }

    @Test
    void recordsThatAreDeliveredAgainHaveOneEffect() {
        // Given
        List<Event> events = events(50);
        List<RecordMetadata> sent = topic.send(events);
        eventually().until(() -> ledger.hasEachOnce(events));
        double duplicatesBefore = duplicates();
        // When
        channel.rewindTo(sent);
        // Then
        eventually().until(() -> duplicates() == duplicatesBefore + events.size());
        assertThat(ledger.hasEachOnce(events)).isTrue();
    }

    @Test
    void copiesInsideOneBatchHaveOneEffect() {
        // Given
        Event event = Event.of(OrdersTopic.newOrder(), 1);
        double duplicatesBefore = duplicates();
        long batchesBefore = batches();
        // When
        channel.whilePaused(() -> topic.send(List.of(event, event, event)));
        // Then
        eventually().until(() -> duplicates() == duplicatesBefore + 2);
        assertThat(batches()).isEqualTo(batchesBefore + 1);
        assertThat(ledger.entriesOf(event.orderKey())).hasSize(1);
    }

    @Test
    void eventsOfOneOrderInOneBatchAreAppliedInVersionOrder() {
        // Given
        String order = OrdersTopic.newOrder();
        List<Long> versions = List.of(4L, 2L, 1L, 5L, 3L);
        long batchesBefore = batches();
        // When
        channel.whilePaused(() -> topic.send(
                versions.stream().map(version -> Event.of(order, version)).toList()));
        // Then
        eventually().until(() -> ledger.entriesOf(order).size() == versions.size());
        assertThat(batches()).isEqualTo(batchesBefore + 1);
        assertThat(ledger.entriesOf(order)).extracting(Ledger.Entry::version).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void manyOrdersWithManyVersionsAreAppliedInVersionOrder() {
        // Given
        List<String> orders =
                IntStream.range(0, 40).mapToObj(i -> OrdersTopic.newOrder()).toList();
        List<Event> events = LongStream.rangeClosed(1, 10)
                .boxed()
                .flatMap(version -> orders.stream().map(order -> Event.of(order, version)))
                .toList();
        // When
        topic.send(events);
        // Then
        eventually().until(() -> ledger.hasEachOnce(events));
        for (String order : orders) {
            assertThat(ledger.entriesOf(order))
                    .extracting(Ledger.Entry::version)
                    .isSorted();
        }
    }

    @Test
    void nothingIsAcknowledgedBeforeTheCommit() {
        // Given
        CompletableFuture<Void> entered = new CompletableFuture<>();
        CompletableFuture<Void> released = new CompletableFuture<>();
        effect.troubleOnce(tx -> {
            entered.complete(null);
            return Uni.createFrom().completionStage(released);
        });
        // When
        RecordMetadata sent = topic.send(events(1)).get(0);
        // Then
        entered.join();
        eventually().during(Duration.ofSeconds(1)).until(() -> committedIn(sent) <= sent.offset());
        released.complete(null);
        eventually().until(() -> committedIn(sent) == sent.offset() + 1);
    }

    @Test
    void theCommittedOffsetIsNeverAheadOfTheEffects() {
        // Given
        List<Event> events = events(2000);
        List<RecordMetadata> sent = topic.send(events);
        boolean isDone = false;
        while (!isDone) {
            // When
            Map<TopicPartition, Long> committed = topic.committed("ledger");
            Set<UUID> applied = new HashSet<>();
            ledger.query("SELECT event_id FROM ledger", row -> applied.add(row.getObject(1, UUID.class)));
            // Then
            isDone = true;
            for (int i = 0; i < sent.size(); i++) {
                boolean isCommitted = sent.get(i).offset() < committed.getOrDefault(partitionOf(sent.get(i)), 0L);
                isDone &= isCommitted;
                assertThat(isCommitted && !applied.contains(events.get(i).id())).isFalse();
            }
        }
    }

    private static List<Event> events(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Event.of(OrdersTopic.newOrder(), 1))
                .toList();
    }

    private long committedIn(RecordMetadata sent) {
        return topic.committed("ledger").getOrDefault(partitionOf(sent), 0L);
    }

    private static TopicPartition partitionOf(RecordMetadata sent) {
        return new TopicPartition(sent.topic(), sent.partition());
    }

    private double duplicates() {
        return observed.counter("brew.inbox.duplicates", LedgerConsumer.NAME);
    }

    private double retries() {
        return observed.counter("brew.inbox.retries", LedgerConsumer.NAME);
    }

    private long batches() {
        return observed.registry()
                .get("brew.inbox.batch.size")
                .tag("consumer", LedgerConsumer.NAME)
                .summary()
                .count();
    }
}
