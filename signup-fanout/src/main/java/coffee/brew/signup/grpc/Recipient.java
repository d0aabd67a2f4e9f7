package coffee.brew.signup.grpc;

import coffee.brew.contract.customers.v1.CustomerEventServiceGrpc;
import coffee.brew.contract.customers.v1.CustomerSignedUp;
import coffee.brew.contract.customers.v1.NotifyRequest;
import coffee.brew.contract.customers.v1.NotifyResponse;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One recipient, as its sender sees it: an address and a channel to it. */
final class Recipient implements AutoCloseable {
    /** gRPC lets more and more time pass between attempts to connect, up to 2 minutes: too long for one that is back. */
    private static final long RECONNECT_PAUSE_MAX_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String address;
    private final ManagedChannel channel;
    private final CustomerEventServiceGrpc.CustomerEventServiceStub stub;
    private long reconnectedNanos = System.nanoTime();

    Recipient(Address address, RetryPolicy policy) {
        this.address = address.toString();
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(address.host(), address.port())
                .usePlaintext()
                .intercept(new Attempts())
                .directExecutor();
        if (policy.isNone()) {
            builder.disableRetry();
        } else {
            builder.enableRetry().maxRetryAttempts(policy.attemptsMax()).maxHedgedAttempts(policy.attemptsMax());
            builder.defaultServiceConfig(policy.serviceConfig());
        }
        channel = builder.build();
        stub = CustomerEventServiceGrpc.newStub(channel);
    }

    /** Begins to connect; whether that came to an end, well or badly. */
    boolean hasTriedToConnect() {
        ConnectivityState state = channel.getState(true);
        return state == ConnectivityState.READY || state == ConnectivityState.TRANSIENT_FAILURE;
    }

    /** Calls it; never fails, a failed call is a result too. */
    CompletableFuture<CallResult> tell(CustomerSignedUp event, Duration timeout) {
        CompletableFuture<CallResult> result = new CompletableFuture<>();
        AtomicInteger attempts = new AtomicInteger();
        stub.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
                .withOption(Attempts.COUNTER, attempts)
                .notify(NotifyRequest.newBuilder().setEvent(event).build(), new Answer(result, attempts));
        return result;
    }

    private final class Answer implements StreamObserver<NotifyResponse> {
        private final long beginNanos = System.nanoTime();
        private final CompletableFuture<CallResult> result;
        private final AtomicInteger attempts;
        private @Nullable NotifyResponse response;

        Answer(CompletableFuture<CallResult> result, AtomicInteger attempts) {
            this.result = result;
            this.attempts = attempts;
        }

        @Override
        public void onNext(NotifyResponse value) {
            response = value;
        }

        @Override
        public void onError(Throwable failure) {
            Status status = Status.fromThrowable(failure);
            reconnectSoon(status);
            result.complete(CallResult.failed(address, status, durUs(), attempts.get()));
        }

        @Override
        public void onCompleted() {
            NotifyResponse answer = response == null ? NotifyResponse.getDefaultInstance() : response;
            result.complete(
                    CallResult.answered(address, answer.getAccepted(), answer.getReason(), durUs(), attempts.get()));
        }

        private long durUs() {
            return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - beginNanos);
        }
    }

    private synchronized void reconnectSoon(Status status) {
        long now = System.nanoTime();
        if (status.getCode() == Status.Code.UNAVAILABLE && now - reconnectedNanos > RECONNECT_PAUSE_MAX_NANOS) {
            reconnectedNanos = now;
            channel.resetConnectBackoff();
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
