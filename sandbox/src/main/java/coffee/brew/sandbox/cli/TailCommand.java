package coffee.brew.sandbox.cli;

import coffee.brew.contract.Topics;
import coffee.brew.sandbox.check.TopicReader;
import coffee.brew.sandbox.check.TopicRecord;
import coffee.brew.sandbox.stack.Json;
import coffee.brew.sandbox.stack.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "tail",
        description = {
            "Joins as a consumer group of its own and shows every event, from the beginning.",
            "",
            "Nobody else notices. A group that was here before goes on where it was. With --output json one object for"
                    + " each line. Ends with Ctrl-C."
        },
        footer = {"  ./brewctl tail --group analytics", "  ./brewctl tail --group once --until-end --output json"})
final class TailCommand implements Runnable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LEAVE_MAX = Duration.ofSeconds(5);

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Option(names = "--group", paramLabel = "NAME", required = true, description = "The name of the new group.")
    @SuppressWarnings("NullAway.Init")
    private String group;

    @Option(names = "--limit", paramLabel = "N", description = "End after N events.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--until-end", description = "End at the end of the topic instead of waiting for more.")
    private boolean untilEnd;

    @Override
    public void run() {
        if (Service.ofGroup(group).isPresent()) {
            throw output.usage("group %s belongs to a service; take another name".formatted(group));
        }
        Map<String, Object> settings = Map.of(
                ConsumerConfig.GROUP_ID_CONFIG, group,
                ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer",
                ConsumerConfig.CLIENT_ID_CONFIG, "brewctl-tail");
        KafkaConsumer<byte[], byte[]> consumer =
                TopicReader.consumer(Workspace.running().kafka(), settings);
        CountDownLatch left = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(consumer, left), "tail-end"));
        try (consumer) {
            consumer.subscribe(List.of(Topics.ORDERS));
            follow(consumer);
        } catch (WakeupException e) {
            // Ctrl-C: the group is left in good order.
        } finally {
            left.countDown();
        }
    }

    private void follow(KafkaConsumer<byte[], byte[]> consumer) {
        long shown = 0;
        while (shown < limit) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (!show(TopicReader.parse(record)) || ++shown == limit) {
                    return;
                }
            }
            if (untilEnd && isAtEnd(consumer)) {
                return;
            }
        }
    }

    private static boolean isAtEnd(KafkaConsumer<byte[], byte[]> consumer) {
        Set<TopicPartition> partitions = consumer.assignment();
        return partitions.size() == Topics.ORDERS_PARTITIONS
                && consumer.endOffsets(partitions).entrySet().stream()
                        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** False when nobody reads any more. */
    private boolean show(TopicRecord event) {
        return output.line(
                output.isJson()
                        ? Json.line(event)
                        : "%d/%-6d %-22s order %s version %d  by %s  %s"
                                .formatted(
                                        event.partition(),
                                        event.offset(),
                                        event.type(),
                                        event.orderId(),
                                        event.version(),
                                        event.publisherNode(),
                                        event.facts().text()));
    }

    private static void leave(KafkaConsumer<byte[], byte[]> consumer, CountDownLatch left) {
        consumer.wakeup();
        try {
            if (!left.await(LEAVE_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("brewctl: the group was not left in good order");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
