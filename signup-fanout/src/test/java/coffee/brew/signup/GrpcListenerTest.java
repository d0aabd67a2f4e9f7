package coffee.brew.signup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffee.brew.contract.customers.v1.CustomerEventServiceGrpc;
import coffee.brew.contract.customers.v1.NotifyRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrpcListenerTest {
    private final RoleRun listener = RoleRun.start("grpc-listener", "--addr=:0", "--name=analytics");

    @SuppressWarnings("NullAway.Init")
    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        channel =
                NettyChannelBuilder.forTarget(listener.address()).usePlaintext().build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        listener.close();
    }

    @Test
    void eventWithoutCustomerIsRefused() {
        // Given
        var stub = CustomerEventServiceGrpc.newBlockingStub(channel);
        // When, Then
        assertThatThrownBy(() -> stub.notify(NotifyRequest.getDefaultInstance()))
                .isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
                    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                    assertThat(refused.getStatus().getDescription()).isEqualTo("customer_id is required");
                });
    }

    @Test
    void reflectionNamesTheService() throws Exception {
        // Given
        CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
        // When
        var request = ServerReflectionGrpc.newStub(channel).serverReflectionInfo(new First<>(answer));
        request.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        request.onCompleted();
        // Then
        assertThat(answer.get(60, TimeUnit.SECONDS).getListServicesResponse().getServiceList())
                .extracting(ServiceResponse::getName)
                .contains("customers.v1.CustomerEventService");
    }

    private record First<T>(CompletableFuture<T> answer) implements StreamObserver<T> {
        @Override
        public void onNext(T value) {
            answer.complete(value);
        }

        @Override
        public void onError(Throwable failure) {
            answer.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {}
    }
}
