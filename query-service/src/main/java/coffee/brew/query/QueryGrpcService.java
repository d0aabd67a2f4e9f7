package coffee.brew.query;

import coffee.brew.calls.CurrentCall;
import coffee.brew.contract.orders.v1.GetRequest;
import coffee.brew.contract.orders.v1.GetResponse;
import coffee.brew.contract.orders.v1.QueryService;
import coffee.brew.envelope.CallContext;
import coffee.brew.envelope.LogContext;
import com.google.rpc.BadRequest.FieldViolation;
import io.opentelemetry.context.Context;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Transport only: proto in, proto out. */
@GrpcService
class QueryGrpcService implements QueryService {
    private static final CallContext NOBODY = new CallContext("", "", "", "");

    private final GetOrder getOrder;

    QueryGrpcService(GetOrder getOrder) {
        this.getOrder = getOrder;
    }

    @Override
    public Uni<GetResponse> get(GetRequest request) {
        LogContext.of(NOBODY, Context.current()).put();
        Optional<UUID> orderId = canonicalUuid(request.getId());
        List<FieldViolation> violations = violations(request, orderId.isPresent());
        if (orderId.isEmpty() || !violations.isEmpty()) {
            return Uni.createFrom().failure(QueryErrors.invalid(violations));
        }
        return getOrder.handle(orderId.get(), request.getMinVersion(), CurrentCall.get())
                .map(found -> found.orElseThrow(() -> QueryErrors.notFound(request.getId())))
                .map(order -> GetResponse.newBuilder().setOrder(order).build())
                .onFailure()
                .transform(QueryErrors::of);
    }

    private static List<FieldViolation> violations(GetRequest request, boolean uuid) {
        List<FieldViolation> violations = new ArrayList<>();
        if (request.getId().isEmpty()) {
            violations.add(violation("id", "id is required"));
        } else if (!uuid) {
            violations.add(violation("id", "id must be a UUID"));
        }
        if (request.getMinVersion() < 0) {
            violations.add(violation("min_version", "min_version must be >= 0"));
        }
        return violations;
    }

    private static FieldViolation violation(String field, String description) {
        return FieldViolation.newBuilder()
                .setField(field)
                .setDescription(description)
                .build();
    }

    /** Java alone would take {@code 1-1-1-1-1} for a UUID. */
    private static Optional<UUID> canonicalUuid(String text) {
        try {
            UUID uuid = UUID.fromString(text);
            return Optional.of(uuid).filter(parsed -> parsed.toString().equalsIgnoreCase(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
