package coffee.brew.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/** How often each partition was taken from this process, by group: a batch that saw one go has lost it. */
@ApplicationScoped
class Partitions {
    private final Map<Owned, Integer> losses = new ConcurrentHashMap<>();

    int losses(String group, TopicPartition partition) {
        return losses.getOrDefault(new Owned(group, partition), 0);
    }

    void lost(String group, Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            losses.merge(new Owned(group, partition), 1, Integer::sum);
        }
    }

    private record Owned(String group, TopicPartition partition) {}
}
