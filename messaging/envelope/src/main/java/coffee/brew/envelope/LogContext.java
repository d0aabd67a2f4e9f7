package coffee.brew.envelope;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.util.Map;
import org.jboss.logging.MDC;

/**
 * On whose behalf a log line is written: {@code trace-id}, {@code tenant-id}, {@code user-id} and {@code scopes}, as
 * the event carries them. The trace id is the caller's own, or W3C's where it gave none. What others have sent cannot break a line.
 */
public final class LogContext {
    /** Log lines are on nobody's behalf. */
    public static final LogContext NONE = new LogContext("", "", "", "");

    private static final int TEXT_CHARS_MAX = 128;

    private final String traceId;
    private final String tenantId;
    private final String userId;
    private final String scopes;

    private LogContext(String traceId, String tenantId, String userId, String scopes) {
        this.traceId = printable(traceId);
        this.tenantId = printable(tenantId);
        this.userId = printable(userId);
        this.scopes = printable(scopes);
    }

    /** Of a call or an event. */
    public static LogContext of(CallContext caller, Context trace) {
        String traceId = caller.traceId().isEmpty() ? w3cTraceId(trace) : caller.traceId();
        return new LogContext(traceId, caller.tenantId(), caller.userId(), caller.scopes());
    }

    /** Of a record, by its headers. */
    public static LogContext of(Map<String, String> headers) {
        return of(CallContext.fromHeaders(headers), TraceHeaders.parent(headers));
    }

    /** From here on, on this Vert.x context or thread. */
    public void put() {
        put(HeaderNames.TRACE_ID, traceId);
        put(HeaderNames.TENANT_ID, tenantId);
        put(HeaderNames.USER_ID, userId);
        put(HeaderNames.SCOPES, scopes);
    }

    /** Has the log lines of an action carry this context, and later ones what they carried before. */
    public void during(Runnable action) {
        LogContext before = new LogContext(
                get(HeaderNames.TRACE_ID),
                get(HeaderNames.TENANT_ID),
                get(HeaderNames.USER_ID),
                get(HeaderNames.SCOPES));
        put();
        try {
            action.run();
        } finally {
            before.put();
        }
    }

    private static void put(String name, String value) {
        if (value.isEmpty()) {
            MDC.remove(name);
        } else {
            MDC.put(name, value);
        }
    }

    private static String get(String name) {
        return MDC.get(name) instanceof String text ? text : "";
    }

    private static String w3cTraceId(Context trace) {
        SpanContext span = Span.fromContext(trace).getSpanContext();
        return span.isValid() ? span.getTraceId() : "";
    }

    /**
     * What others have sent, fit for a line of the log: one line, at most {@value #TEXT_CHARS_MAX} characters. On the way
     * of every call, so without a regular expression.
     */
    public static String printable(String text) {
        String some = text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX);
        for (int i = 0; i < some.length(); i++) {
            char each = some.charAt(i);
            if (Character.isISOControl(each) || each == '\u2028' || each == '\u2029') {
                return printable(some.replace(each, '_'));
            }
        }
        return some;
    }
}
