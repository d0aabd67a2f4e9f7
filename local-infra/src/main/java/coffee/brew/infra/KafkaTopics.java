package coffee.brew.infra;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** What is asked of a cluster through its admin interface. */
final class KafkaTopics {
    private static final int REQUEST_TIMEOUT_MS = 5_000;
    private static final int TIMEOUT_MS = 20_000;
    private static final String SEE_LOG = "see the log of the broker, kafka-1.log, whether it serves; then try again";

    // Each admin client would print its hundred settings; kept here, because logging forgets levels of unused loggers.
    private static final List<Logger> SILENCED = Stream.of(
                    "config.AbstractConfig", "utils.AppInfoParser", "metrics.Metrics")
            .map(name -> Logger.getLogger("org.apache.kafka.common." + name))
            .toList();

    static {
        SILENCED.forEach(logger -> logger.setLevel(Level.WARNING));
    }

    private final String bootstrapServers;
    private final List<Integer> ports;

    KafkaTopics(String bootstrapServers, List<Integer> ports) {
        this.bootstrapServers = bootstrapServers;
        this.ports = ports;
    }

    /** Whether all brokers are known to the cluster. Does not ask before their ports are open, for the log's sake. */
    boolean areServed() {
        if (!ports.stream().allMatch(Ports::isOpen)) {
            return false;
        }
        try (Admin admin = admin()) {
            return await(admin.describeCluster().nodes()).size() == ports.size();
        } catch (LocalServerException notYet) {
            return false;
        }
    }

    void create(String name, int partitions, Map<String, String> configuration) {
        try (Admin admin = admin()) {
            NewTopic topic = new NewTopic(name, partitions, (short) ports.size()).configs(configuration);
            try {
                admin.createTopics(List.of(topic)).all().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
            requirePartitions(describe(admin, name), partitions);
        } catch (ExecutionException | TimeoutException e) {
            throw new LocalServerException(
                    "Topic " + name + " cannot be created on " + bootstrapServers + ": " + e, SEE_LOG, e);
        } catch (InterruptedException e) {
            throw ServerProcess.interrupted(e);
        }
    }

    // A topic just created is not known to every broker at once.
    private TopicDescription describe(Admin admin, String name)
            throws ExecutionException, TimeoutException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
        while (true) {
            try {
                Map<String, TopicDescription> found =
                        admin.describeTopics(List.of(name)).allTopicNames().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
                TopicDescription topic = requireNonNull(found.get(name));
                if (topic.partitions().stream().allMatch(partition -> partition.leader() != null)) {
                    return topic;
                }
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException)) {
                    throw e;
                }
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("no leaders after " + TIMEOUT_MS + " ms");
            }
            Thread.sleep(20);
        }
    }

    private static void requirePartitions(TopicDescription topic, int wanted) {
        int existing = topic.partitions().size();
        if (existing != wanted) {
            throw new LocalServerException(
                    "Topic " + topic.name() + " has " + existing + " partitions, not " + wanted
                            + ", and their number is fixed, since changing it breaks the order per key",
                    "use another topic or a new data directory");
        }
    }

    private Admin admin() {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS));
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(REQUEST_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new LocalServerException("Kafka does not answer: " + e, SEE_LOG, e);
        } catch (InterruptedException e) {
            throw ServerProcess.interrupted(e);
        }
    }
}
