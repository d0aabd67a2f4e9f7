package coffee.brew.inbox;

import coffee.brew.envelope.LogContext;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;

@ApplicationScoped
class KafkaInbox implements Inbox {
    private final ApplyEvents applyEvents;
    private final DeadLetterTopic deadLetters;
    private final RetryInPlace retry;
    private final InboxMetrics metrics;
    private final BatchTrace trace;
    private final Partitions partitions;
    private final KafkaClientService kafka;

    KafkaInbox(
            ApplyEvents applyEvents,
            DeadLetterTopic deadLetters,
            RetryInPlace retry,
            InboxMetrics metrics,
            BatchTrace trace,
            Partitions partitions,
            KafkaClientService kafka) {
        this.applyEvents = applyEvents;
        this.deadLetters = deadLetters;
        this.retry = retry;
        this.metrics = metrics;
        this.trace = trace;
        this.partitions = partitions;
        this.kafka = kafka;
    }

    @Override
    public Uni<Void> consume(String consumer, Message<List<byte[]>> message, Effect effect) {
        String group = groupOf(message);
        ToIntFunction<TopicPartition> losses = partition -> partitions.losses(group, partition);
        InboxBatch batch = InboxBatch.of(
                message, effect.eventTypes(), losses, (source, sender) -> trace.start(group, source, sender));
        return trace.around(consumer, batch.deliveries(), new Run(consumer, group, effect, losses, batch).toEnd());
    }

    private String groupOf(Message<List<byte[]>> message) {
        String channel = message.getMetadata(IncomingKafkaRecordBatchMetadata.class)
                .orElseThrow(() -> new IllegalArgumentException("not a batch of the Kafka connector: is batch=true?"))
                .getChannel();
        return String.valueOf(kafka.getConsumer(channel).configuration().get(ConsumerConfig.GROUP_ID_CONFIG));
    }

    /** One batch on its way. It never fails: a failure would end the channel. */
    private final class Run {
        private final String consumer;
        private final String group;
        private final Effect effect;
        private final ToIntFunction<TopicPartition> losses;
        private final InboxBatch batch;
        private final InboxMetrics.ConsumerMeters meters;

        private Run(
                String consumer, String group, Effect effect, ToIntFunction<TopicPartition> losses, InboxBatch batch) {
            this.consumer = consumer;
            this.group = group;
            this.effect = effect;
            this.losses = losses;
            this.batch = batch;
            meters = metrics.of(consumer);
        }

        private Uni<Void> toEnd() {
            return sendMalformed()
                    .chain(() -> apply(batch.deliveries()))
                    .chain(batch::acknowledge)
                    .invoke(this::count);
        }

        private Uni<Void> sendMalformed() {
            return Multi.createFrom()
                    .iterable(batch.malformed())
                    .onItem()
                    .transformToUniAndConcatenate(bad -> deadLetters.send(consumer, group, bad.source(), bad.cause()))
                    .collect()
                    .last()
                    .replaceWithVoid();
        }

        private Uni<Void> apply(List<Delivery> part) {
            return retry.until(consumer, "apply", failure -> !InboxErrors.isPermanent(failure), () -> attempt(part))
                    .onFailure()
                    .recoverWithUni(failure -> part.size() == 1 ? deadLetter(part.get(0), failure) : applyHalves(part));
        }

        private Uni<Void> deadLetter(Delivery culprit, Throwable failure) {
            return deadLetters
                    .send(consumer, group, culprit.source(), failure)
                    .invoke(() -> BatchTrace.failed(culprit.event(), failure));
        }

        private Uni<Void> attempt(List<Delivery> part) {
            List<Delivery> ours = batch.stillOurs(part, losses);
            if (ours.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            List<InboxEvent> events = ours.stream().map(Delivery::event).toList();
            return applyEvents
                    .handle(consumer, events, effect)
                    .invoke(fresh -> committed(ours, fresh))
                    .replaceWithVoid();
        }

        private Uni<Void> applyHalves(List<Delivery> part) {
            int middle = part.size() / 2;
            return apply(part.subList(0, middle)).chain(() -> apply(part.subList(middle, part.size())));
        }

        private void committed(List<Delivery> all, Set<UUID> fresh) {
            List<Delivery> applied = all.stream()
                    .filter(each -> fresh.contains(each.event().eventId()))
                    .toList();
            meters.processed(applied);
            meters.duplicates().increment(all.size() - applied.size());
            boolean isLogged = Log.isDebugEnabled();
            for (Delivery each : all) {
                String outcome = fresh.contains(each.event().eventId()) ? "applied" : "known";
                BatchTrace.ended(each.event(), outcome);
                if (isLogged) {
                    each.event().logContext().during(() -> log(each.event(), outcome));
                }
            }
        }

        private void log(InboxEvent event, String outcome) {
            Log.debugf(
                    "event %s consumer=%s type=%s key=%s version=%d eventId=%s",
                    outcome,
                    consumer,
                    event.type(),
                    LogContext.printable(event.aggregateId()),
                    event.aggregateVersion(),
                    event.eventId());
        }

        private void count() {
            meters.batchSize().record(batch.size());
            meters.duplicates().increment(batch.copies());
            batch.unknownTypes().forEach(meters::passedOver);
        }
    }
}
