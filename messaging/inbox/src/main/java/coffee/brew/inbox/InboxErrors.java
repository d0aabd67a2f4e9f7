package coffee.brew.inbox;

import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.ApiException;
import org.jspecify.annotations.Nullable;

/** Tells what trying again can help from what it cannot, and says why without giving data away. */
final class InboxErrors {
    /** By name: the inbox does not depend on protobuf. */
    private static final String PROTOBUF_PARSE_ERROR = "com.google.protobuf.InvalidProtocolBufferException";

    private static final String DATA_EXCEPTION = "22";
    private static final String CONSTRAINT_VIOLATION = "23";
    private static final int CAUSES_MAX = 10;
    private static final int MESSAGE_LENGTH_MAX = 500;

    private InboxErrors() {}

    /** True when the event itself is at fault. What is not known is taken for a passing trouble. */
    static boolean isPermanent(Throwable failure) {
        return permanentCause(failure) != null;
    }

    /** True for the troubles of a database or broker that need no stack trace. */
    static boolean isOutage(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof PgException
                || cause instanceof IOException
                || cause instanceof TimeoutException
                || cause instanceof VertxException
                || cause instanceof ApiException;
    }

    /** The class of the failure that counts. */
    static String className(Throwable failure) {
        return cause(failure).getClass().getName();
    }

    /**
     * A message fit for a header or a log: the database's own would quote values. At most {@value #MESSAGE_LENGTH_MAX}
     * characters.
     */
    static String message(Throwable failure) {
        Throwable cause = cause(failure);
        String message = Objects.requireNonNullElse(cause.getMessage(), "");
        if (cause instanceof PgException database) {
            message = "SQLSTATE " + database.getSqlState() + " table=" + database.getTable() + " column="
                    + database.getColumn() + " constraint=" + database.getConstraint();
        }
        return message.length() <= MESSAGE_LENGTH_MAX ? message : message.substring(0, MESSAGE_LENGTH_MAX);
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = permanentCause(failure);
        if (cause != null) {
            return cause;
        }
        // The connector wraps what it gave up: IllegalStateException("Retries exhausted").
        boolean isWrapper = failure instanceof BookkeepingException
                || failure instanceof CompletionException
                || failure.getCause() instanceof ApiException;
        return isWrapper ? Objects.requireNonNullElse(failure.getCause(), failure) : failure;
    }

    private static @Nullable Throwable permanentCause(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            if (cause instanceof BookkeepingException) {
                return null;
            }
            if (cause instanceof UnprocessableEventException || isProtobufParseError(cause) || isRefused(cause)) {
                return cause;
            }
            cause = cause.getCause();
        }
        return null;
    }

    private static boolean isRefused(Throwable cause) {
        if (!(cause instanceof PgException database) || database.getSqlState() == null) {
            return false;
        }
        String state = database.getSqlState();
        return state.startsWith(DATA_EXCEPTION) || state.startsWith(CONSTRAINT_VIOLATION);
    }

    private static boolean isProtobufParseError(Throwable cause) {
        for (Class<?> type = cause.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(PROTOBUF_PARSE_ERROR)) {
                return true;
            }
        }
        return false;
    }
}
