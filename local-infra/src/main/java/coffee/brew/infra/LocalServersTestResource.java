package coffee.brew.infra;

import io.quarkus.test.common.DevServicesContext;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Serves a {@code @QuarkusTest} from this JVM's shared PostgreSQL and Kafka, with a database of its own.
 *
 * <pre>{@code
 * @QuarkusTest
 * @WithTestResource(
 *         value = LocalServersTestResource.class,
 *         initArgs = @ResourceArg(name = "database", value = "brew_order"))
 * }</pre>
 *
 * <p>Arguments: {@code database}, the name of the database, to which a suffix is added (without it there is no
 * PostgreSQL); {@code topics}, a list like {@code brew.orders.v1:6,other:1} of topics that are kept for ever (default:
 * {@code brew.orders.v1:6}). Topics are shared by all tests of the JVM.
 *
 * <p>Does nothing when the system property {@code quarkus.devservices.enabled} is true, as the Maven profile
 * {@code devservices} sets it: then Quarkus starts containers.
 */
public class LocalServersTestResource implements QuarkusTestResourceLifecycleManager, DevServicesContext.ContextAware {
    private static final String TOPICS = "brew.orders.v1:6";

    private Map<String, String> arguments = Map.of();
    private Map<String, String> devServices = Map.of();

    @Override
    public void setIntegrationTestContext(DevServicesContext context) {
        devServices = context.devServicesProperties();
    }

    @Override
    public void init(Map<String, String> initArgs) {
        arguments = initArgs;
    }

    @Override
    public Map<String, String> start() {
        if (areDevServicesAskedFor()) {
            return Map.of();
        }
        // Both at a time: each of them takes seconds. A thread of the common pool would have another class loader than
        // the application under test, in which Kafka's client does not find its own classes.
        CompletableFuture<LocalKafka> kafka =
                CompletableFuture.supplyAsync(LocalKafka::shared, task -> new Thread(task, "start-kafka").start());
        Map<String, String> properties = new HashMap<>();
        String database = arguments.get("database");
        if (database != null) {
            String suffix = Integer.toString(ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE), 36);
            properties.putAll(LocalPostgres.shared()
                    .createDatabase(database + "_" + suffix)
                    .properties());
        }
        for (String topic : arguments.getOrDefault("topics", TOPICS).split(",", -1)) {
            String[] nameAndPartitions = topic.strip().split(":", 2);
            kafka.join()
                    .createTopic(nameAndPartitions[0], Integer.parseInt(nameAndPartitions[1]), LocalKafka.KEPT_FOREVER);
        }
        properties.put("kafka.bootstrap.servers", bootstrapServers());
        return properties;
    }

    /** Of the Kafka that the service under test will find; with Dev Services, only for integration tests. */
    protected final String bootstrapServers() {
        return areDevServicesAskedFor()
                ? devServices.getOrDefault("kafka.bootstrap.servers", "")
                : LocalKafka.shared().bootstrapServers();
    }

    static boolean areDevServicesAskedFor() {
        return Boolean.getBoolean("quarkus.devservices.enabled");
    }

    /** The servers go with the JVM; a database that no test uses any more costs nothing until then. */
    @Override
    public void stop() {}
}
