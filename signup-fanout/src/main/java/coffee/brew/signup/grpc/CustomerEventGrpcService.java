package coffee.brew.signup.grpc;

import coffee.brew.contract.customers.v1.CustomerEventServiceGrpc.CustomerEventServiceImplBase;
import coffee.brew.contract.customers.v1.CustomerSignedUp;
import coffee.brew.contract.customers.v1.NotifyRequest;
import coffee.brew.contract.customers.v1.NotifyResponse;
import coffee.brew.signup.role.Behaviour;
import coffee.brew.signup.role.Output;
import coffee.brew.signup.role.ReceivedEvent;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** A recipient: prints what it is told, and answers as its behaviour has it. */
final class CustomerEventGrpcService extends CustomerEventServiceImplBase {
    private final String name;
    private final Behaviour behaviour;
    private final Output output;

    CustomerEventGrpcService(String name, Behaviour behaviour, Output output) {
        this.name = name;
        this.behaviour = behaviour;
        this.output = output;
    }

    @Override
    public void notify(NotifyRequest request, StreamObserver<NotifyResponse> caller) {
        CustomerSignedUp event = request.getEvent();
        if (event.getCustomerId().isEmpty()) {
            caller.onError(Status.INVALID_ARGUMENT
                    .withDescription("customer_id is required")
                    .asRuntimeException());
        } else if (!behaviour.hangs()) {
            // A recipient that hangs leaves the call open, until the caller gives it up; a thread is not needed for it.
            handle(event, caller);
        }
    }

    private void handle(CustomerSignedUp event, StreamObserver<NotifyResponse> caller) {
        long begunNanos = System.nanoTime();
        try {
            switch (behaviour.meet()) {
                case ACCEPTED -> accept(event, begunNanos, caller);
                case REJECTED -> answer(caller, false, behaviour.rejectReason());
                case FAILED ->
                    caller.onError(Status.UNAVAILABLE
                            .withDescription("failed, as --fail wants it")
                            .asRuntimeException());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            caller.onError(Status.UNAVAILABLE
                    .withDescription(name + " is being stopped")
                    .asRuntimeException());
        }
    }

    private void accept(CustomerSignedUp event, long begunNanos, StreamObserver<NotifyResponse> caller) {
        ReceivedEvent received = ReceivedEvent.now(name, event, begunNanos, null, null);
        output.result(received, () -> received.text(event));
        behaviour.handled();
        answer(caller, true, "");
    }

    private static void answer(StreamObserver<NotifyResponse> caller, boolean accepted, String reason) {
        caller.onNext(NotifyResponse.newBuilder()
                .setAccepted(accepted)
                .setReason(reason)
                .build());
        caller.onCompleted();
    }
}
