package coffee.brew.inbox;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** An event and the record that brought it. */
record Delivery(InboxEvent event, ConsumerRecord<byte[], byte[]> source) {

    TopicPartition partition() {
        return new TopicPartition(source.topic(), source.partition());
    }
}
