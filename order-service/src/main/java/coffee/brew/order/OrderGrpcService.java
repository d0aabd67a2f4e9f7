package coffee.brew.order;

import coffee.brew.calls.CurrentCall;
import coffee.brew.contract.orders.v1.CreateRequest;
import coffee.brew.contract.orders.v1.CreateResponse;
import coffee.brew.contract.orders.v1.Order;
import coffee.brew.contract.orders.v1.OrderService;
import coffee.brew.envelope.CallContext;
import coffee.brew.envelope.LogContext;
import coffee.brew.order.CallerInterceptor.Caller;
import com.google.rpc.BadRequest.FieldViolation;
import io.grpc.Status;
import io.quarkus.grpc.GrpcService;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Transport only: proto in, proto or status out. */
@GrpcService
class OrderGrpcService implements OrderService {
    private final CreateOrder createOrder;
    private final OrderMetrics metrics;

    OrderGrpcService(CreateOrder createOrder, OrderMetrics metrics) {
        this.createOrder = createOrder;
        this.metrics = metrics;
    }

    @Override
    public Uni<CreateResponse> create(CreateRequest request) {
        long startNanos = System.nanoTime();
        Caller caller = Caller.current();
        List<FieldViolation> violations = OrderRules.violations(request, caller);
        if (!violations.isEmpty()) {
            metrics.invalid();
            metrics.answered(startNanos, Status.Code.INVALID_ARGUMENT);
            return Uni.createFrom().failure(OrderErrors.invalid(violations));
        }
        logOnBehalfOf(request, caller);
        return createOrder
                .handle(request, caller, CurrentCall.get()::isAbandoned)
                .map(OrderGrpcService::toResponse)
                .onFailure()
                .transform(OrderErrors::toStatus)
                .onItemOrFailure()
                .invoke((response, failure) -> metrics.answered(startNanos, code(failure)));
    }

    /** From here on, log lines of this call carry what its event carries. */
    private static void logOnBehalfOf(CreateRequest request, Caller caller) {
        LogContext.of(
                        new CallContext(request.getTraceId(), request.getTenantId(), caller.userId(), caller.scopes()),
                        caller.trace())
                .put();
    }

    private static Status.Code code(@Nullable Throwable failure) {
        return failure == null ? Status.Code.OK : Status.fromThrowable(failure).getCode();
    }

    private static CreateResponse toResponse(Order order) {
        Log.debugf("order answered order=%s", order.getId());
        return CreateResponse.newBuilder().setOrder(order).build();
    }
}
