package coffee.brew.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.contract.Groups;
import coffee.brew.contract.Topics;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.sandbox.check.ConsumerGroups;
import coffee.brew.sandbox.check.Counts;
import coffee.brew.sandbox.client.OrderClient;
import coffee.brew.sandbox.stack.Node;
import coffee.brew.sandbox.stack.NodeState;
import coffee.brew.sandbox.stack.Service;
import coffee.brew.system.Brew.Outcome;
import io.grpc.StatusRuntimeException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Consumer nodes that die with effects written and not acknowledged, or that are away for a while. */
class ConsumerNodeFaultsIT {
    private static final Duration TAKEOVER_MAX = Duration.ofSeconds(30);

    @RegisterExtension
    final Brew brew = new Brew();

    @Test
    void inventoryNodeKilledBetweenCommitAndAcknowledgementIsRepeatedAndHasNoSecondEffect() throws SQLException {
        // Given
        brew.verify();
        long reserved = brew.counts().reservations();
        brew.node("inventory-2").stop();
        try (Barrier barrier = Barrier.before("INSERT", "inventory_reservations", brew.asOwner(Service.INVENTORY))) {
            Traffic.place(brew, 20);
            barrier.awaitSomebody();
            // A broker that is gone takes no acknowledgement; one that only stands still reads it when it goes on.
            brew.stack().kafka().kill();
            barrier.open();
            await("the effect is committed")
                    .atMost(Brew.TIMEOUT)
                    .until(() -> brew.counts().reservations() > reserved);
            // When
            brew.node("inventory-1").kill();
        }
        brew.stack().kafka().restart();
        brew.node("inventory-2").start();
        // Then
        await("the records come again").atMost(Brew.TIMEOUT).until(() -> brew.dedupHits("inventory-2") > 0);
        brew.verify();
    }

    @Test
    void inventoryNodeKilledUnderLoadIsReplacedByTheOther() {
        // Given
        brew.settle();
        try (ConsumerGroups groups = new ConsumerGroups(brew.stack().kafka().bootstrapServers());
                Traffic traffic = Traffic.start(brew)) {
            await("both share the work")
                    .atMost(Brew.TIMEOUT)
                    .until(() -> groups.partitionsByNode(Groups.INVENTORY).size() == 2 && traffic.acked() > 50);
            // When
            brew.node("inventory-1").kill();
            Counts atDeath = brew.counts();
            // Then
            await("notifications go on meanwhile")
                    .atMost(Brew.TIMEOUT)
                    .until(() -> brew.counts().notifications() > atDeath.notifications() + 20);
            await("its partitions are the other's, well before the 45 s that brokers wait by themselves")
                    .atMost(TAKEOVER_MAX)
                    .until(() -> groups.partitionsByNode(Groups.INVENTORY)
                            .equals(Map.of("inventory-2", List.of(0, 1, 2, 3, 4, 5))));
            traffic.stop();
        }
        assertThat(brew.node("inventory-1").status()).isEqualTo(NodeState.Status.KILLED);
        brew.verify();
    }

    @Test
    void queryNodeKilledUnderLoadCatchesUpWhenItIsBack() {
        // Given
        brew.settle();
        try (Traffic traffic = Traffic.start(brew)) {
            await().atMost(Brew.TIMEOUT).until(() -> traffic.acked() > 50);
            // When
            brew.node("query-1").kill();
            int atDeath = traffic.acked();
            await().atMost(Brew.TIMEOUT).until(() -> traffic.acked() > atDeath + 50);
            traffic.stop();
        }
        Counts away = brew.counts();
        assertThat(away.view()).as("the view stands still").isLessThan(away.orders());
        brew.node("query-1").start();
        // Then
        brew.verify();
    }

    @Test
    void callThatWaitsForAVersionWhenItsNodeStopsIsAnsweredAndALaterOneRefused() throws Exception {
        // Given
        Order placed = Traffic.place(brew, 1).get(0);
        Node query = brew.node("query-1");
        query.stop();
        // So that nothing but the stop can end the wait, on a busy machine either.
        query.launch(Map.of(
                "BREW_QUERY_CALL_TIME_MAX", "60s", "BREW_CALLS_DRAIN_MAX", "60s", "BREW_QUERY_WAITING_CALLS_MAX", "1"));
        query.awaitReady();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (OrderClient client = new OrderClient(List.of(query.grpcAddress()));
                EventWriter writer = new EventWriter(brew.database(Service.ORDER))) {
            assertThat(client.get(placed.getId(), 1, Brew.TIMEOUT).getVersion()).isOne();
            callThatWaits(threads, () -> client.get(placed.getId(), 9, Brew.TIMEOUT))
                    .cancel(true);
            await("the place of a caller who is gone is free, before the end of what a call may take")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !isRefused(client, placed, 4, "too many calls"));
            Future<Order> waiting = callThatWaits(threads, () -> client.get(placed.getId(), 4, Brew.TIMEOUT));
            // When
            Future<?> stopping = threads.submit(query::stop);
            await("no call is taken any more")
                    .atMost(Brew.TIMEOUT)
                    .until(() -> isRefused(client, placed, 0, "stopping"));
            writer.ship(placed);
            // Then
            assertThat(waiting.get(Brew.TIMEOUT.toSeconds(), TimeUnit.SECONDS).getVersion())
                    .isEqualTo(4);
            stopping.get(Brew.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
    }

    /** On the node's only place. On a busy machine, the caller before may know earlier than the node that it is free. */
    private static Future<Order> callThatWaits(ExecutorService threads, Callable<Order> call) {
        return await("the call waits")
                .atMost(Brew.TIMEOUT)
                .until(
                        () -> {
                            Future<Order> called = threads.submit(call);
                            TimeUnit.MILLISECONDS.sleep(300);
                            return called;
                        },
                        called -> !called.isDone());
    }

    private static boolean isRefused(OrderClient client, Order order, long minVersion, String reason) {
        try {
            client.get(order.getId(), minVersion, Duration.ofSeconds(1));
            return false;
        } catch (StatusRuntimeException e) {
            return String.valueOf(e.getStatus().getDescription()).contains(reason);
        }
    }

    @Test
    void deadLetterTopicsTakeTheLargestRecordWithItsCause() throws Exception {
        // Given
        Map<String, Object> settings =
                Map.of("bootstrap.servers", brew.stack().kafka().bootstrapServers(), "max.request.size", 2 << 20);
        byte[] largest = new byte[(1 << 20) + (1 << 19)];
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String group : List.of(Groups.INVENTORY, Groups.NOTIFICATIONS, Groups.ORDER_QUERY)) {
                // When
                String topic = Topics.ORDERS + "." + group + ".dlt";
                RecordMetadata sent = producer.send(new ProducerRecord<>(topic, largest))
                        .get(Brew.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
                // Then
                assertThat(sent.hasOffset()).as(topic).isTrue();
            }
        }
    }

    @Test
    void everyNodeStopsOnSigtermWithoutASingleDuplicate() {
        // Given
        long duplicatesBefore = brew.verify().duplicatesOnTopic();
        List<Order> placed;
        try (Traffic traffic = Traffic.start(brew)) {
            // When
            for (String name : Service.DEFAULT_NODES) {
                int acked = traffic.acked();
                brew.node(name).stop();
                await("orders go on without " + name).atMost(Brew.TIMEOUT).until(() -> traffic.acked() > acked + 20);
                brew.node(name).launch();
            }
            Service.DEFAULT_NODES.forEach(name -> brew.node(name).awaitReady());
            placed = traffic.stop();
        }
        // Then
        Outcome after = brew.verify();
        assertThat(after.duplicatesOnTopic()).isEqualTo(duplicatesBefore);
        assertThat(after.publishersOf(placed)).containsExactly("order-1", "order-2");
    }
}
