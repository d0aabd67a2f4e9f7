package coffee.brew.order;

import static org.assertj.core.api.Assertions.assertThat;

import coffee.brew.contract.orders.v1.Order;
import coffee.brew.infra.LocalKafka;
import coffee.brew.infra.LocalPostgres;
import coffee.brew.infra.ServiceDatabase;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What only a process of its own can show. */
class PackagedServiceIT {
    private static final String CREATE = "orders.v1.OrderService/Create";
    private static final String REFLECTION = "grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
    private static final byte[] LIST_SERVICES = {0x3a, 1, '*'};
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration LOAD_TIMEOUT = Duration.ofSeconds(60);
    private static final int CLIENTS = 32;
    private static final int ORDERS_BEFORE_STOP = 500;

    @SuppressWarnings("NullAway.Init") // by startServers
    private static ServiceDatabase serviceDatabase;

    @BeforeAll
    static void startServers() {
        LocalKafka.shared().createTopic("brew.orders.v1", 6, LocalKafka.KEPT_FOREVER);
        serviceDatabase = LocalPostgres.shared().createDatabase("brew_order_packaged");
    }

    @Test
    void reflectionAndHealthAreServedOnTheOnePort() {
        // Given
        Map<String, String> reflection = Map.of("QUARKUS_GRPC_SERVER_ENABLE_REFLECTION_SERVICE", "true");
        try (PackagedService service = new PackagedService(environment(reflection));
                OrderClient client = new OrderClient(service.port())) {
            // When
            byte[] services = client.call(REFLECTION, LIST_SERVICES);
            byte[] health = client.call("grpc.health.v1.Health/Check", new byte[0]);
            // Then
            assertThat(new String(services, StandardCharsets.UTF_8))
                    .contains("orders.v1.OrderService", "orders.v1.CommandService");
            assertThat(health).containsExactly(0x08, 0x01); // SERVING
        }
    }

    @Test
    void aStopUnderLoadAnswersEveryCallThatItTook() {
        // Given
        try (PackagedService service = new PackagedService(environment(Map.of()));
                OrderClient client = new OrderClient(service.port());
                OrderDatabase database = new OrderDatabase(LocalPostgres.shared(), serviceDatabase.name())) {
            refuseOversized(client); // a call that never was one is not waited for
            Load load = new Load(client, "tenant-" + service.port());
            load.start();
            Awaitility.await().atMost(LOAD_TIMEOUT).until(() -> load.answered.size() >= ORDERS_BEFORE_STOP);
            // When
            service.sendSigterm();
            // Then
            assertThat(service.endsWithin(STOP_TIMEOUT)).isTrue();
            load.awaitEnd();
            assertThat(service.log()).doesNotContain("unanswered calls");
            List<String> written = database.texts("SELECT id::text FROM orders WHERE tenant_id = ?", load.tenantId);
            assertThat(load.answered).containsExactlyInAnyOrderElementsOf(written);
            assertThat(load.failures).hasSize(CLIENTS).containsOnly(Status.Code.UNAVAILABLE);
        }
    }

    private static void refuseOversized(OrderClient client) {
        try {
            client.call(CREATE, new byte[2 << 20]);
        } catch (StatusRuntimeException refused) {
            return;
        }
        throw new AssertionError("not refused");
    }

    /** Clients that place one order after the other until a call fails. */
    private static final class Load {
        final Queue<String> answered = new ConcurrentLinkedQueue<>();
        final Queue<Status.Code> failures = new ConcurrentLinkedQueue<>();
        private final OrderClient client;
        private final String tenantId;

        Load(OrderClient client, String tenantId) {
            this.client = client;
            this.tenantId = tenantId;
        }

        void start() {
            for (int i = 0; i < CLIENTS; i++) {
                next();
            }
        }

        private void next() {
            client.create(OrderClient.request().setTenantId(tenantId).build(), this::answered, this::failed);
        }

        private void answered(Order order) {
            answered.add(order.getId());
            next();
        }

        private void failed(Throwable failure) {
            failures.add(Status.fromThrowable(failure).getCode());
        }

        void awaitEnd() {
            Awaitility.await().until(() -> failures.size() == CLIENTS);
        }
    }

    private static Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(serviceDatabase.environment());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", LocalKafka.shared().bootstrapServers());
        environment.putAll(more);
        return environment;
    }
}
