package coffee.brew.system.deploy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coffee.brew.contract.Topics;
import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.infra.LocalKafka;
import coffee.brew.infra.LocalPostgres;
import coffee.brew.infra.ServiceDatabase;
import coffee.brew.sandbox.client.OrderClient;
import coffee.brew.sandbox.stack.Service;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Packaged services start with the environment of their manifests, on servers whose addresses alone are other ones. */
@SuppressWarnings("NullAway.Init")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("processor")
class ServicesInContainersIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private Path logs;

    private static LocalPostgres postgres;
    private static LocalKafka kafka;

    @BeforeAll
    static void startServers() {
        CompletableFuture<LocalKafka> starting = CompletableFuture.supplyAsync(LocalKafka::start);
        postgres = LocalPostgres.start();
        kafka = starting.join();
        kafka.createTopic(Topics.ORDERS, Topics.ORDERS_PARTITIONS, LocalKafka.KEPT_FOREVER);
    }

    @AfterAll
    static void stopServers() {
        kafka.close();
        postgres.close();
    }

    @Test
    void orderOfAComposeNodeIsReservedByAClusterNodeThatHasNoRightsOfTheOwner() throws Exception {
        // Given
        Manifests cluster = Manifests.ofOverlay("local");
        PodSpec migration = migration(cluster, Service.INVENTORY);
        PodSpec service = cluster.one(Deployment.class, "inventory-service")
                .getSpec()
                .getTemplate()
                .getSpec();
        try (ServiceContainer order = start(Service.ORDER, new ComposeFile().environment("order-1"));
                ServiceContainer migrating = start(Service.INVENTORY, variables(cluster, migration))) {
            assertThat(migrating.exitCode()).as("see %s", migrating.log()).isZero();
            try (ServiceContainer inventory = start(Service.INVENTORY, variables(cluster, service));
                    OrderClient orders =
                            new OrderClient(List.of(order.awaitReady().address()))) {
                inventory.awaitReady();
                // When
                Order placed = orders.create(0, request());
                // Then
                await().atMost(TIMEOUT)
                        .untilAsserted(() -> assertThat(reservations()).containsExactly(placed.getId()));
                for (String path : ServiceFacts.PATHS) {
                    assertThat(order.status(path)).as("order %s", path).isEqualTo(200);
                    assertThat(inventory.status(path)).as("inventory %s", path).isEqualTo(200);
                }
            }
        }
    }

    /** One whose start asked for Kafka, or for what the Job is not given, would hold every rollout up. */
    @Test
    void everyMigrationJobMigratesAndEnds() throws Exception {
        // Given
        Manifests cluster = Manifests.ofOverlay("local");
        Map<Service, ServiceContainer> migrations = new EnumMap<>(Service.class);
        try {
            // When
            for (Service service : Service.values()) {
                migrations.put(service, start(service, variables(cluster, migration(cluster, service))));
            }
            // Then
            for (Service service : Service.values()) {
                ServiceContainer ended = requireNonNull(migrations.get(service));
                assertThat(ended.exitCode()).as("see %s", ended.log()).isZero();
                assertThat(rows(service, "SELECT version FROM flyway_schema_history WHERE success"))
                        .as(service.module())
                        .isNotEmpty();
            }
        } finally {
            migrations.values().forEach(ServiceContainer::close);
        }
    }

    private static PodSpec migration(Manifests cluster, Service service) {
        return cluster.one(Job.class, service.module() + "-migration")
                .getSpec()
                .getTemplate()
                .getSpec();
    }

    private static CreateRequest request() {
        return CreateRequest.newBuilder()
                .setRequestId("from-a-container")
                .setCustomerId("cus-001")
                .setAmountCents(2_599)
                .setCurrency("EUR")
                .build();
    }

    private static List<String> reservations() throws SQLException {
        return rows(Service.INVENTORY, "SELECT order_id FROM inventory_reservations");
    }

    private static List<String> rows(Service service, String query) throws SQLException {
        try (Connection connection = postgres.connect(service.database());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private static Map<String, String> variables(Manifests manifests, PodSpec pod) {
        return PodVariables.of(manifests, pod.getContainers().get(0));
    }

    /** What a manifest leaves to its surroundings: addresses, Secrets, the name of the pod. */
    private ServiceContainer start(Service service, Map<String, String> environment) throws Exception {
        ServiceDatabase database = postgres.createDatabase(service.database());
        String secret = service.database().replace('_', '-');
        Map<String, String> surroundings = Map.of(
                "pod:metadata.name",
                service.prefix() + "-pod",
                secret + "-owner/username",
                database.ownerUser(),
                secret + "-owner/password",
                database.ownerPassword(),
                secret + "-service/username",
                database.serviceUser(),
                secret + "-service/password",
                database.servicePassword(),
                "local-" + service.prefix() + "-owner",
                database.ownerPassword(),
                "local-" + service.prefix() + "-service",
                database.servicePassword());
        Map<String, String> here = new TreeMap<>();
        environment.forEach((name, value) -> here.put(
                name,
                surroundings
                        .getOrDefault(value, value)
                        .replace("postgres:5432", database.host() + ":" + database.port())
                        .replaceAll("kafka[^,/]*:9092(,kafka[^,/]*:9092)+", kafka.bootstrapServers())));
        return ServiceContainer.start(service, logs, here);
    }
}
