package coffee.brew.inbox;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** The consumer that is under test, held by the hand. */
@ApplicationScoped
class OrdersChannel {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final KafkaClientService clients;

    OrdersChannel(KafkaClientService clients) {
        this.clients = clients;
    }

    /** What is sent meanwhile to one partition comes in one poll. */
    void whilePaused(Runnable sending) {
        consumer().pause().await().atMost(TIMEOUT);
        try {
            sending.run();
        } finally {
            consumer().resume().await().atMost(TIMEOUT);
        }
    }

    /** These records and all behind them are delivered again. */
    void rewindTo(List<RecordMetadata> sent) {
        Map<TopicPartition, Long> first = new HashMap<>();
        sent.forEach(each -> first.merge(new TopicPartition(each.topic(), each.partition()), each.offset(), Math::min));
        first.forEach((partition, offset) ->
                consumer().seek(partition, offset).await().atMost(TIMEOUT));
    }

    Set<TopicPartition> assignment() {
        return consumer().getAssignments().await().atMost(TIMEOUT);
    }

    KafkaConsumer<byte[], byte[]> consumer() {
        return clients.getConsumer("orders");
    }
}
