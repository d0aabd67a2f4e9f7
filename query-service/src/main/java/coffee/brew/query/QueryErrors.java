package coffee.brew.query;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.Code;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.quarkus.logging.Log;
import java.util.List;
import java.util.stream.Collectors;

/** What a caller learns of trouble: a status and a reason, never SQL or host names. */
final class QueryErrors {
    private QueryErrors() {}

    /** All violations at once, as text and as details. */
    static StatusRuntimeException invalid(List<FieldViolation> violations) {
        String text = violations.stream().map(FieldViolation::getDescription).collect(Collectors.joining("; "));
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(Code.INVALID_ARGUMENT_VALUE)
                .setMessage(text)
                .addDetails(Any.pack(BadRequest.newBuilder()
                        .addAllFieldViolations(violations)
                        .build()))
                .build());
    }

    static StatusRuntimeException notFound(String id) {
        return Status.NOT_FOUND
                .withDescription("order \"%s\" not found in read-store (eventual consistency lag)".formatted(id))
                .asRuntimeException();
    }

    static StatusRuntimeException of(Throwable failure) {
        if (failure instanceof StatusRuntimeException status) {
            return status;
        }
        if (failure instanceof OverloadException) {
            return Status.RESOURCE_EXHAUSTED
                    .withDescription(failure.getMessage())
                    .asRuntimeException();
        }
        if (failure instanceof ReadStoreException) {
            Log.warnf("read-store unavailable cause=%s", failure.getCause());
            return Status.UNAVAILABLE
                    .withDescription("read-store is unavailable")
                    .asRuntimeException();
        }
        Log.error("call failed", failure);
        return Status.INTERNAL.withDescription("internal error").asRuntimeException();
    }
}
