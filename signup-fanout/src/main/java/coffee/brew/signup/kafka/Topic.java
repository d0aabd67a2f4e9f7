package coffee.brew.signup.kafka;

import coffee.brew.signup.role.RoleException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Sees to it that a topic is there; one that is there already is left as it is. */
final class Topic {
    /** Copies of each record, where there are brokers enough. */
    private static final int REPLICAS = 3;

    private static final int TIMEOUT_S = 15;
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    private Topic() {}

    /**
     * Creates the topic unless it exists.
     *
     * @param replicas 0: three, or as many as there are brokers
     */
    static void ensure(String bootstrap, String name, int partitions, int replicas) throws InterruptedException {
        try (Admin admin = admin(bootstrap)) {
            short wanted = (short) (replicas == 0 ? Math.min(REPLICAS, brokers(admin)) : replicas);
            admin.createTopics(List.of(new NewTopic(name, partitions, wanted)))
                    .all()
                    .get(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw failure("topic " + name + " cannot be had from Kafka at " + bootstrap, e);
            }
        } catch (TimeoutException e) {
            throw failure("Kafka at " + bootstrap + " does not answer", e);
        }
    }

    private static int brokers(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        return admin.describeCluster(new DescribeClusterOptions().timeoutMs(CONNECT_TIMEOUT_MS))
                .nodes()
                .get(TIMEOUT_S, TimeUnit.SECONDS)
                .size();
    }

    private static Admin admin(String bootstrap) {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, CONNECT_TIMEOUT_MS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_S * 1_000));
    }

    private static RoleException failure(String what, Exception cause) {
        Throwable why = cause.getCause() == null ? cause : cause.getCause();
        return RoleException.notRunning(
                what + ": " + why.getMessage(),
                "start a stack with ./brewctl up, or name the brokers with --bootstrap or KAFKA_BOOTSTRAP",
                cause);
    }
}
