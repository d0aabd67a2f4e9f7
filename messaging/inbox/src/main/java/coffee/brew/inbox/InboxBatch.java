package coffee.brew.inbox;

import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;

/** The records of one poll, sorted out: what to apply, what nobody here knows, what is no event at all. */
final class InboxBatch {
    /** By version, so that every part of the list keeps the order of each aggregate. */
    private final List<Delivery> deliveries = new ArrayList<>();

    private final List<Malformed> malformed = new ArrayList<>();
    private final List<String> unknownTypes = new ArrayList<>();
    private final Map<TopicPartition, Message<?>> lastMessages = new HashMap<>();
    private final Map<TopicPartition, Integer> lossesBefore = new HashMap<>();
    private final Set<TopicPartition> dropped = new HashSet<>();
    private int size;
    private int copies;

    private InboxBatch() {}

    /** Begins the span of an event's record. */
    interface RecordTrace {
        Context start(ConsumerRecord<byte[], byte[]> source, Context sender);
    }

    static InboxBatch of(
            Message<List<byte[]>> message,
            Set<String> knownTypes,
            ToIntFunction<TopicPartition> losses,
            RecordTrace trace) {
        InboxBatch batch = new InboxBatch();
        Set<UUID> seen = new HashSet<>();
        for (Message<?> single : messages(message)) {
            batch.add(single, knownTypes, seen, trace);
        }
        batch.deliveries.sort(
                Comparator.comparingLong(delivery -> delivery.event().aggregateVersion()));
        batch.lastMessages
                .keySet()
                .forEach(partition -> batch.lossesBefore.put(partition, losses.applyAsInt(partition)));
        return batch;
    }

    private static List<Message<?>> messages(Message<List<byte[]>> message) {
        return message.getMetadata(IncomingKafkaRecordBatchMetadata.class)
                .map(InboxBatch::batchedMessages)
                .orElseThrow(() -> new IllegalArgumentException("not a batch of the Kafka connector: batch=true?"));
    }

    private static List<Message<?>> batchedMessages(IncomingKafkaRecordBatchMetadata<?, ?> metadata) {
        return metadata.getBatchedMessages();
    }

    private void add(Message<?> single, Set<String> knownTypes, Set<UUID> seen, RecordTrace trace) {
        size++;
        ConsumerRecord<byte[], byte[]> source = recordOf(single);
        lastMessages.put(new TopicPartition(source.topic(), source.partition()), single);
        try {
            String type = InboxEvents.typeOf(source);
            if (!knownTypes.contains(type)) {
                unknownTypes.add(type);
                return;
            }
            InboxEvent event = InboxEvents.read(source, type, sender -> trace.start(source, sender));
            if (seen.add(event.eventId())) {
                deliveries.add(new Delivery(event, source));
            } else {
                copies++;
                BatchTrace.ended(event, "known");
            }
        } catch (UnprocessableEventException e) {
            malformed.add(new Malformed(source, e));
        }
    }

    @SuppressWarnings("unchecked") // the library's channel defaults name the deserializers
    private static ConsumerRecord<byte[], byte[]> recordOf(Message<?> single) {
        return (ConsumerRecord<byte[], byte[]>) single.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow()
                .getRecord();
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    List<Malformed> malformed() {
        return malformed;
    }

    List<String> unknownTypes() {
        return unknownTypes;
    }

    int size() {
        return size;
    }

    /** Further copies of events that are in the batch already. */
    int copies() {
        return copies;
    }

    /** Leaves out the records of partitions that were taken away since; those are no longer acknowledged either. */
    List<Delivery> stillOurs(List<Delivery> some, ToIntFunction<TopicPartition> losses) {
        lossesBefore.forEach((partition, before) -> {
            if (losses.applyAsInt(partition) != before) {
                dropped.add(partition);
            }
        });
        return dropped.isEmpty()
                ? some
                : some.stream()
                        .filter(delivery -> !dropped.contains(delivery.partition()))
                        .toList();
    }

    Uni<Void> acknowledge() {
        return Multi.createFrom()
                .iterable(lastMessages.entrySet())
                .filter(last -> !dropped.contains(last.getKey()))
                .onItem()
                .transformToUniAndConcatenate(last -> Uni.createFrom().completionStage(last.getValue()::ack))
                .collect()
                .last()
                .replaceWithVoid();
    }

    record Malformed(ConsumerRecord<byte[], byte[]> source, UnprocessableEventException cause) {}
}
