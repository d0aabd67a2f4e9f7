package coffee.brew.order;

import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.CreateResponse;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.contract.orders.v1.OrderItem;
import coffee.brew.contract.orders.v1.OrderServiceGrpc;
import com.google.common.util.concurrent.Futures;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.ConfigProvider;

/** A plain grpc-java client of the service under test. */
final class OrderClient implements AutoCloseable {
    static final int DEADLINE_SECONDS = 20;

    private final ManagedChannel channel;

    OrderClient(int port) {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .maxInboundMetadataSize(1 << 20)
                .build();
    }

    /** Of the application that this JVM tests. */
    static OrderClient ofApplication() {
        return new OrderClient(port());
    }

    /** A valid request of a customer nobody else has. */
    static CreateRequest.Builder request() {
        return CreateRequest.newBuilder()
                .setCustomerId("cus-" + UUID.randomUUID())
                .setAmountCents(2599)
                .setCurrency("EUR")
                .setTenantId("tenant-a")
                .setTraceId("trace-demo")
                .addItems(OrderItem.newBuilder().setSku("beans-1kg").setQuantity(2));
    }

    ManagedChannel channel() {
        return channel;
    }

    Order create(CreateRequest request) {
        return create(request, new Metadata());
    }

    Order create(CreateRequest request, Metadata metadata) {
        return OrderServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .create(request)
                .getOrder();
    }

    CompletableFuture<Order> createAsync(CreateRequest request) {
        CompletableFuture<Order> answer = new CompletableFuture<>();
        create(request, answer::complete, answer::completeExceptionally);
        return answer;
    }

    void create(CreateRequest request, Consumer<Order> answered, Consumer<Throwable> failed) {
        OrderServiceGrpc.newStub(channel)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .create(request, new StreamObserver<>() {
                    @Override
                    public void onNext(CreateResponse response) {
                        answered.accept(response.getOrder());
                    }

                    @Override
                    public void onError(Throwable failure) {
                        failed.accept(failure);
                    }

                    @Override
                    public void onCompleted() {}
                });
    }

    /** What becomes of a call that waits no longer than that. */
    Status.Code refusal(CreateRequest request, Duration deadline) {
        try {
            OrderServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(deadline)
                    .create(request);
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    /** Places an order, and names the connection that it went over. */
    String connection() {
        ClientCall<CreateRequest, CreateResponse> call = channel.newCall(
                OrderServiceGrpc.getCreateMethod(),
                CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS));
        Futures.getUnchecked(ClientCalls.futureUnaryCall(call, request().build()));
        return String.valueOf(call.getAttributes().get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR));
    }

    /** Sends these bytes as the request of a method, whatever they are. */
    byte[] call(String method, byte[] request) {
        MethodDescriptor<byte[], byte[]> descriptor = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(method)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
        return ClientCalls.blockingUnaryCall(
                channel,
                descriptor,
                CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS),
                request);
    }

    /** Status of a GET on the application's one port. */
    static int httpStatus(String path) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int port() {
        return ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
    }

    static com.google.rpc.Status details(StatusRuntimeException refusal) {
        com.google.rpc.Status status = StatusProto.fromThrowable(refusal);
        if (status == null) {
            throw new AssertionError("no google.rpc.Status in " + refusal);
        }
        return status;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
