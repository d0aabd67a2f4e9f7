package coffee.brew.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import coffee.brew.contract.Topics;
import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.contract.orders.v1.OrderCreated;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** The service seen from outside, be it in this JVM, a jar or a native executable. */
abstract class SeenFromOutside {
    private static final String REFLECTION = "grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
    private static final byte[] LIST_SERVICES = {0x3a, 1, '*'};
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Of a reader's last fetch, which finds nothing: closing the reader waits for it. */
    private static final int FETCH_WAIT_MS = 10;

    @Test
    void anOrderBecomesOneCompleteRecord() throws InvalidProtocolBufferException {
        // Given
        CreateRequest request = OrderClient.request().build();
        Metadata metadata = metadata(Map.of(
                "user-id", "user-7",
                "scopes", "orders:write orders:read",
                "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "tracestate", "vendor=value"));
        // When
        Order order;
        try (OrderClient client = OrderClient.ofApplication()) {
            order = client.create(request, metadata);
        }
        // Then
        ConsumerRecord<String, byte[]> event = recordOf("order-" + order.getId());
        Map<String, String> headers = headers(event);
        assertThat(UUID.fromString(String.valueOf(headers.remove("event-id"))).version())
                .isEqualTo(7);
        assertThat(headers.remove("outbox-id")).matches("[0-9]+");
        assertThat(headers.remove("traceparent")).matches("00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01");
        assertThat(headers)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("aggregate-id", "order-" + order.getId()),
                        Map.entry("aggregate-version", "1"),
                        Map.entry("content-type", "application/x-protobuf"),
                        Map.entry("event-type", "order.created"),
                        Map.entry("publisher-node", "order-1"),
                        Map.entry("scopes", "orders:write orders:read"),
                        Map.entry("source", "order-service"),
                        Map.entry("tenant-id", "tenant-a"),
                        Map.entry("trace-id", "trace-demo"),
                        Map.entry("tracestate", "vendor=value"),
                        Map.entry("user-id", "user-7")));
        assertThat(OrderCreated.parseFrom(event.value()))
                .isEqualTo(OrderCreated.newBuilder()
                        .setId(order.getId())
                        .setCustomerId(request.getCustomerId())
                        .setAmountCents(2599)
                        .setCurrency("EUR")
                        .setCreatedAt(order.getCreatedAt())
                        .setTraceId("trace-demo")
                        .setTenantId("tenant-a")
                        .setVersion(1)
                        .addAllItems(order.getItemsList())
                        .build());
    }

    @Test
    void allViolationsComeInTextAndDetails() throws InvalidProtocolBufferException {
        // Given
        CreateRequest request = CreateRequest.getDefaultInstance();
        // When
        StatusRuntimeException refusal;
        try (OrderClient client = OrderClient.ofApplication()) {
            refusal = catchThrowableOfType(StatusRuntimeException.class, () -> client.create(request));
        }
        // Then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal.getStatus().getDescription())
                .isEqualTo("customer_id is required; amount_cents must be > 0; currency is required");
        assertThat(OrderClient.details(refusal)
                        .getDetails(0)
                        .unpack(BadRequest.class)
                        .getFieldViolationsList())
                .extracting(FieldViolation::getField)
                .containsExactly("customer_id", "amount_cents", "currency");
    }

    @Test
    void reflectionIsOffByDefault() {
        // Given
        try (OrderClient client = OrderClient.ofApplication()) {
            // When
            StatusRuntimeException refusal =
                    catchThrowableOfType(StatusRuntimeException.class, () -> client.call(REFLECTION, LIST_SERVICES));
            // Then
            assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        }
    }

    private static Metadata metadata(Map<String, String> entries) {
        Metadata metadata = new Metadata();
        entries.forEach((name, value) -> metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
        return metadata;
    }

    private static Map<String, String> headers(ConsumerRecord<String, byte[]> event) {
        Map<String, String> headers = new TreeMap<>();
        event.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    private static ConsumerRecord<String, byte[]> recordOf(String key) {
        Map<String, Object> configuration = Map.of(
                "bootstrap.servers",
                ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class),
                "fetch.max.wait.ms",
                FETCH_WAIT_MS);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(IntStream.range(0, Topics.ORDERS_PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(Topics.ORDERS, partition))
                    .toList());
            consumer.seekToBeginning(consumer.assignment());
            return Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() -> find(consumer, key), Optional::isPresent)
                    .orElseThrow();
        }
    }

    private static Optional<ConsumerRecord<String, byte[]>> find(KafkaConsumer<String, byte[]> consumer, String key) {
        return StreamSupport.stream(consumer.poll(Duration.ofMillis(200)).spliterator(), false)
                .filter(event -> event.key().equals(key))
                .findFirst();
    }
}
