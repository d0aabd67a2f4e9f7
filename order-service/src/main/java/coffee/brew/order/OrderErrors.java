package coffee.brew.order;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.quarkus.logging.Log;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can go wrong, and which status the caller sees. No status text comes from the database or names a host. */
@RegisterForReflection(
        targets = {
            com.google.rpc.Status.class,
            com.google.rpc.Status.Builder.class,
            BadRequest.class,
            BadRequest.Builder.class,
            FieldViolation.class,
            FieldViolation.Builder.class,
            RetryInfo.class,
            RetryInfo.Builder.class
        })
final class OrderErrors {
    /**
     * SQLSTATE classes that say nothing of the statement: connection, authorization, no such database or schema,
     * serialization, resources, object state, operator intervention, system, internal.
     */
    private static final Set<String> TROUBLE_CLASSES =
            Set.of("08", "28", "3D", "3F", "40", "53", "55", "57", "58", "XX");

    /** The server is a standby: a failover is under way. Rights or tables are missing: a migration is due. */
    private static final Set<String> NOT_READY = Set.of("25006", "42501", "42P01");

    /** Sent to a session that the server ends, be it before or after the commit. */
    private static final Set<String> SESSION_ENDED = Set.of("57P01", "57P02", "57P05");

    private static final Duration RETRY_DELAY =
            Duration.newBuilder().setSeconds(1).build();

    private OrderErrors() {}

    /** Why an order was refused that has nothing wrong in itself. */
    enum Reason {
        REQUEST_ID_REUSED("request_id was used before, for an order with other content"),
        TOO_MANY_WAITING("too many calls are waiting, try again later"),
        BACKLOG_TOO_OLD("events wait too long to be published, try again later"),
        CALLER_GONE("nobody waited for the answer any more, the order was not placed");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    /** A refusal: expected, so without a stack trace. */
    static final class RefusedException extends RuntimeException {
        final Reason reason;

        RefusedException(Reason reason) {
            super(reason.text, null, false, false);
            this.reason = reason;
        }
    }

    /** Names every violation, in the text for people and in the details for programs. */
    static StatusRuntimeException invalid(List<FieldViolation> violations) {
        String text = violations.stream().map(FieldViolation::getDescription).collect(Collectors.joining("; "));
        return status(
                Status.Code.INVALID_ARGUMENT,
                text,
                BadRequest.newBuilder().addAllFieldViolations(violations).build());
    }

    static StatusRuntimeException toStatus(Throwable failure) {
        if (failure instanceof RefusedException refused) {
            return switch (refused.reason) {
                case REQUEST_ID_REUSED -> status(Status.Code.ALREADY_EXISTS, refused.reason.text, null);
                case TOO_MANY_WAITING, BACKLOG_TOO_OLD ->
                    retryable(Status.Code.RESOURCE_EXHAUSTED, refused.reason.text);
                case CALLER_GONE -> status(Status.Code.CANCELLED, refused.reason.text, null);
            };
        }
        if (isDatabaseTrouble(failure)) {
            return retryable(
                    Status.Code.UNAVAILABLE,
                    "the database cannot be reached, repeat the call with the same request_id");
        }
        UUID errorId = UUID.randomUUID();
        Log.errorf(failure, "order not created error=%s", errorId);
        return status(Status.Code.INTERNAL, "internal error " + errorId, null);
    }

    /** The database did not do what it was asked, for a reason that lies not in the statement and may pass. */
    static boolean isDatabaseTrouble(Throwable failure) {
        if (failure instanceof PgException error) {
            String sqlState = error.getSqlState();
            return TROUBLE_CLASSES.contains(sqlState.substring(0, 2)) || NOT_READY.contains(sqlState);
        }
        return failure instanceof VertxException
                || failure instanceof NoStackTraceThrowable
                || failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof io.smallrye.mutiny.TimeoutException;
    }

    /** The connection was lost under a statement, which may or may not have been committed. */
    static boolean isOutcomeUnknown(Throwable failure) {
        if (failure instanceof PgException error) {
            return SESSION_ENDED.contains(error.getSqlState());
        }
        return failure instanceof ClosedConnectionException
                || (failure instanceof IOException && !(failure instanceof ConnectException));
    }

    private static StatusRuntimeException retryable(Status.Code code, String text) {
        return status(
                code, text, RetryInfo.newBuilder().setRetryDelay(RETRY_DELAY).build());
    }

    private static StatusRuntimeException status(Status.Code code, String text, @Nullable Message detail) {
        com.google.rpc.Status.Builder status =
                com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage(text);
        if (detail != null) {
            status.addDetails(Any.pack(detail));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }
}
