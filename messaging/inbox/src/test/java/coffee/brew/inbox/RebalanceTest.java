package coffee.brew.inbox;

import static coffee.brew.inbox.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.inbox.OrdersTopic.Event;
import coffee.brew.infra.LocalServersTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
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
class RebalanceTest {
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
    void aPartitionLostWhileRetryingIsLeftToItsNextOwner() {
        // Given
        List<Event> events = events(60);
        double retriesBefore = retries();
        effect.trouble(tx -> Uni.createFrom().failure(new IllegalStateException("as long as it takes")));
        List<RecordMetadata> sent = new ArrayList<>();
        channel.whilePaused(() -> sent.addAll(topic.send(events)));
        eventually().until(() -> retries() > retriesBefore);
        Set<TopicPartition> lost = new HashSet<>();
        try (KafkaConsumer<byte[], byte[]> other = topic.joinGroup("ledger")) {
            // When
            awaitLoss(other, lost);
            effect.heal();
            // Then
            List<Event> kept = IntStream.range(0, events.size())
                    .filter(i -> !lost.contains(partitionOf(sent.get(i))))
                    .mapToObj(events::get)
                    .toList();
            eventually().until(() -> ledger.hasEachOnce(kept));
            for (int i = 0; i < events.size(); i++) {
                if (lost.contains(partitionOf(sent.get(i)))) {
                    assertThat(ledger.entriesOf(events.get(i).orderKey())).isEmpty();
                    assertThat(topic.committed("ledger").getOrDefault(partitionOf(sent.get(i)), 0L))
                            .isLessThanOrEqualTo(sent.get(i).offset());
                }
            }
        }
        eventually().until(() -> ledger.hasEachOnce(events));
    }

    @Test
    void aPartitionRegainedWhileRetryingIsNotAcknowledgedForRecordsThatWereLeftOut() {
        // Given
        List<Event> events = events(60);
        double retriesBefore = retries();
        effect.trouble(tx -> Uni.createFrom().failure(new IllegalStateException("as long as it takes")));
        List<RecordMetadata> sent = new ArrayList<>();
        channel.whilePaused(() -> sent.addAll(topic.send(events)));
        eventually().until(() -> retries() > retriesBefore);
        Set<TopicPartition> lost = new HashSet<>();
        try (KafkaConsumer<byte[], byte[]> other = topic.joinGroup("ledger")) {
            awaitLoss(other, lost);
        }
        eventually().until(() -> channel.assignment().containsAll(lost));
        String[] leftOut = IntStream.range(0, events.size())
                .filter(i -> lost.contains(partitionOf(sent.get(i))))
                .mapToObj(i -> events.get(i).orderKey())
                .toArray(String[]::new);
        CompletableFuture<Void> redelivered = new CompletableFuture<>();
        CompletableFuture<Void> released = new CompletableFuture<>();
        // When
        effect.trouble(tx -> tx.preparedQuery("SELECT count(*) FROM ledger WHERE order_key = ANY ($1)")
                .execute(Tuple.of(leftOut))
                .chain(rows -> {
                    if (rows.iterator().next().getLong(0) == 0) {
                        return Uni.createFrom().voidItem();
                    }
                    redelivered.complete(null);
                    return Uni.createFrom().completionStage(released);
                }));
        // Then
        redelivered.join();
        eventually().during(Duration.ofSeconds(1)).until(() -> sent.stream()
                .filter(each -> lost.contains(partitionOf(each)))
                .noneMatch(each -> topic.committed("ledger").getOrDefault(partitionOf(each), 0L) > each.offset()));
        released.complete(null);
        eventually().until(() -> ledger.hasEachOnce(events));
    }

    private void awaitLoss(KafkaConsumer<byte[], byte[]> to, Set<TopicPartition> lost) {
        eventually().until(() -> {
            to.poll(Duration.ofMillis(100));
            lost.addAll(to.assignment());
            return !lost.isEmpty() && channel.assignment().stream().noneMatch(lost::contains);
        });
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
