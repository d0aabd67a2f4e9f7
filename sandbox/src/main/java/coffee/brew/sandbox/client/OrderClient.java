package coffee.brew.sandbox.client;

import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.CreateResponse;
import coffee.brew.contract.orders.v1.GetRequest;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.contract.orders.v1.OrderServiceGrpc;
import coffee.brew.contract.orders.v1.QueryServiceGrpc;
import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client of some replicas of order-service, or of query-service. Safe from any thread. */
public final class OrderClient implements AutoCloseable {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 6;
    private static final long RETRY_PAUSE_MS = 500;

    private final List<ManagedChannel> channels;

    /** @param addresses host and port of each replica */
    public OrderClient(List<String> addresses) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no replica to call");
        }
        this.channels = addresses.stream()
                .map(address -> NettyChannelBuilder.forTarget(address)
                        .usePlaintext()
                        .directExecutor()
                        .build())
                .map(ManagedChannel.class::cast)
                .toList();
    }

    /**
     * Places an order through the replica whose turn it is. What may have failed on the way is tried again at the next
     * replica; with a {@code request_id} that is safe.
     *
     * @param turn 0, 1, 2 …: replicas take turns
     * @throws StatusRuntimeException when the service refuses, or when nobody answers several times
     */
    public Order create(long turn, CreateRequest request) {
        for (int attempt = 0; ; attempt++) {
            try {
                return OrderServiceGrpc.newBlockingStub(channel(turn + attempt))
                        .withDeadlineAfter(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                        .create(request)
                        .getOrder();
            } catch (StatusRuntimeException e) {
                if (request.getRequestId().isEmpty() || !mayHelp(e.getStatus()) || attempt + 1 == ATTEMPTS) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    /** Places an order once, without waiting. Its listeners are told on the connection's thread and must not block. */
    public ListenableFuture<CreateResponse> createAsync(long turn, CreateRequest request) {
        return OrderServiceGrpc.newFutureStub(channel(turn))
                .withDeadlineAfter(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .create(request);
    }

    /** Reads an order from the read side, waiting for the version at most as long as the time-out. */
    public Order get(String id, long minVersion, Duration timeout) {
        return QueryServiceGrpc.newBlockingStub(channel(0))
                .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .get(GetRequest.newBuilder().setId(id).setMinVersion(minVersion).build())
                .getOrder();
    }

    private ManagedChannel channel(long turn) {
        return channels.get((int) Math.floorMod(turn, (long) channels.size()));
    }

    private static boolean mayHelp(Status status) {
        return switch (status.getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED, RESOURCE_EXHAUSTED -> true;
            default -> false;
        };
    }

    private static void pause(StatusRuntimeException reason) {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }
}
