package coffee.brew.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.OrderServiceGrpc;
import coffee.brew.contract.orders.v1.OrderServiceGrpc.OrderServiceBlockingStub;
import coffee.brew.infra.LocalPostgres;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever is refused says why, and leaves nothing. */
@QuarkusTest
@TestProfile(FewMayWait.class)
class RefusedCallTest {
    private static final String CREATE = "orders.v1.OrderService/Create";

    private OrderClient client;
    private OrderDatabase database;
    private String rowsBefore;

    @BeforeEach
    void connect() {
        client = OrderClient.ofApplication();
        database = new OrderDatabase(LocalPostgres.shared());
        rowsBefore = rows();
    }

    @AfterEach
    void nothingIsWritten() {
        assertThat(rows()).isEqualTo(rowsBefore);
        client.close();
        database.close();
    }

    @Test
    void aSingleViolationIsTheWholeText() {
        // Given
        CreateRequest request = OrderClient.request().setAmountCents(0).build();
        // When
        StatusRuntimeException refusal = refusal(() -> client.create(request));
        // Then
        assertThat(refusal.getStatus().getDescription()).isEqualTo("amount_cents must be > 0");
    }

    @Test
    void aCallerWhoseIdentityIsTooLongIsRefused() {
        // Given
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("user-id", Metadata.ASCII_STRING_MARSHALLER), "u".repeat(129));
        metadata.put(Metadata.Key.of("scopes", Metadata.ASCII_STRING_MARSHALLER), "s".repeat(1025));
        CreateRequest request = OrderClient.request().build();
        // When
        StatusRuntimeException refusal = refusal(() -> client.create(request, metadata));
        // Then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal.getStatus().getDescription())
                .isEqualTo("user-id must have at most 128 characters; scopes must have at most 1024 characters");
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        // Given
        byte[] request = {0x0a, 2, (byte) 0xff, (byte) 0xfe};
        // When
        StatusRuntimeException refusal = refusal(() -> client.call(CREATE, request));
        // Then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal.getStatus().getDescription())
                .isEqualTo("the request cannot be parsed as that of orders.v1.OrderService/Create");
    }

    @Test
    void aTruncatedRequestIsRefused() {
        // Given
        byte[] request = {0x0a, 100, 'c'};
        // When
        StatusRuntimeException refusal = refusal(() -> client.call(CREATE, request));
        // Then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aRequestOverTheSizeLimitIsRefused() {
        // Given
        byte[] request =
                OrderClient.request().setCustomerId("c".repeat(2 << 20)).build().toByteArray();
        // When
        StatusRuntimeException refusal = refusal(() -> client.call(CREATE, request));
        // Then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(refusal.getStatus().getDescription()).isEqualTo("the request is larger than the service accepts");
    }

    @Test
    void aCompressedRequestIsRefusedBecauseNothingLimitsWhatItBecomes() {
        // Given
        OrderServiceBlockingStub compressing =
                OrderServiceGrpc.newBlockingStub(client.channel()).withCompression("gzip");
        // When
        StatusRuntimeException refusal =
                refusal(() -> compressing.create(OrderClient.request().build()));
        // Then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(refusal.getStatus().getDescription())
                .isEqualTo("compressed requests are not accepted, send them as they are");
    }

    private static StatusRuntimeException refusal(ThrowingCallable call) {
        StatusRuntimeException refusal = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(refusal).isNotNull();
        return refusal;
    }

    /** Counts events by their ids, because a relay takes them away. */
    private String rows() {
        return database.text(
                "SELECT (SELECT count(*) FROM orders) || ' ' || (SELECT count(*) FROM order_items) || ' ' ||"
                        + " pg_sequence_last_value(pg_get_serial_sequence('outbox', 'id'))");
    }
}
