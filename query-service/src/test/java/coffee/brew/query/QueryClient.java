package coffee.brew.query;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import coffee.brew.contract.orders.v1.GetRequest;
import coffee.brew.contract.orders.v1.GetResponse;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.contract.orders.v1.QueryServiceGrpc;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** A plain grpc-java client of the service under test. */
final class QueryClient implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ManagedChannel channel = ManagedChannelBuilder.forAddress(
                    RunningService.address().getHost(), RunningService.address().getPort())
            .usePlaintext()
            .build();

    Order get(UUID orderId, long minVersion) {
        return get(orderId.toString(), minVersion, TIMEOUT);
    }

    ListenableFuture<GetResponse> getLater(UUID orderId, long minVersion) {
        return QueryServiceGrpc.newFutureStub(channel)
                .withDeadlineAfter(TIMEOUT)
                .get(request(orderId.toString(), minVersion));
    }

    Status refusal(UUID orderId, long minVersion) {
        return refusal(orderId.toString(), minVersion, TIMEOUT).getStatus();
    }

    StatusRuntimeException refusal(String id, long minVersion, Duration deadline) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> get(id, minVersion, deadline));
    }

    /** Of a request as somebody else may have made it. */
    Status refusal(byte[] request) {
        MethodDescriptor<byte[], GetResponse> method = QueryServiceGrpc.getGetMethod().toBuilder(
                        new Bytes(), QueryServiceGrpc.getGetMethod().getResponseMarshaller())
                .build();
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(TIMEOUT.toMillis(), MILLISECONDS);
        return catchThrowableOfType(
                        StatusRuntimeException.class,
                        () -> ClientCalls.blockingUnaryCall(channel, method, options, request))
                .getStatus();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            throw new UnsupportedOperationException("of requests alone");
        }
    }

    private Order get(String id, long minVersion, Duration deadline) {
        return QueryServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(deadline)
                .get(request(id, minVersion))
                .getOrder();
    }

    static Status.Code codeOf(ListenableFuture<GetResponse> call) {
        try {
            call.get(TIMEOUT.toSeconds(), SECONDS);
            return Status.Code.OK;
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            return Status.fromThrowable(e).getCode();
        }
    }

    static List<FieldViolation> violations(StatusRuntimeException refusal) throws InvalidProtocolBufferException {
        return Objects.requireNonNull(StatusProto.fromThrowable(refusal))
                .getDetails(0)
                .unpack(BadRequest.class)
                .getFieldViolationsList();
    }

    private static GetRequest request(String id, long minVersion) {
        return GetRequest.newBuilder().setId(id).setMinVersion(minVersion).build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
