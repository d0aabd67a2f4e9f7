package coffee.brew.calls;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The call that is being served, and its caller's patience. The server tells neither: it reads no deadline, and says
 * nothing of a caller who goes after his request was read. So the deadline comes from the header, and the rest from the
 * HTTP response. Thread-safe.
 */
public final class CurrentCall {
    private static final Context.Key<CurrentCall> KEY = Context.key("current-call");
    private static final Metadata.Key<String> TIMEOUT =
            Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);
    private static final Pattern TIMEOUT_FORMAT = Pattern.compile("([0-9]{1,8})([HMSmun])");

    /** What a call without a deadline may take, as far as its caller is concerned. */
    private static final Duration UNLIMITED = Duration.ofDays(1);

    /** Kept back, at most, so that the answer is there before the caller gives up; a tenth of a short deadline. */
    private static final Duration ANSWER_TIME_MAX = Duration.ofMillis(100);

    private static final Duration LEAST = Duration.ofMillis(1);

    private final @Nullable Deadline deadline;
    private final @Nullable HttpServerResponse response;

    private CurrentCall(@Nullable Deadline deadline, @Nullable HttpServerResponse response) {
        this.deadline = deadline;
        this.response = response;
    }

    static CurrentCall of(Metadata headers, @Nullable HttpServerResponse response) {
        return new CurrentCall(parse(headers.get(TIMEOUT)), response);
    }

    /** The call that this thread's gRPC context belongs to; outside of calls, one that waits for ever. */
    public static CurrentCall get() {
        CurrentCall current = KEY.get();
        return current == null ? new CurrentCall(null, null) : current;
    }

    Context inContext() {
        return Context.current().withValue(KEY, this);
    }

    /** How long the call may go on; at least 1 ms, so that a call that comes late still has a limit. */
    public Duration timeLeft() {
        if (deadline == null) {
            return UNLIMITED;
        }
        Duration left = Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
        Duration tenth = left.dividedBy(10);
        Duration usable = left.minus(tenth.compareTo(ANSWER_TIME_MAX) < 0 ? tenth : ANSWER_TIME_MAX);
        return usable.compareTo(LEAST) < 0 ? LEAST : usable;
    }

    /** Whether nobody waits for the answer any more: cancelled, disconnected, or past the deadline. */
    public boolean isAbandoned() {
        return isClosed() || (deadline != null && deadline.isExpired());
    }

    /** Whether an answer has nowhere to go. */
    boolean isClosed() {
        return response != null && response.closed();
    }

    private static @Nullable Deadline parse(@Nullable String timeout) {
        Matcher matcher = TIMEOUT_FORMAT.matcher(timeout == null ? "" : timeout);
        return matcher.matches() ? Deadline.after(Long.parseLong(matcher.group(1)), unit(matcher.group(2))) : null;
    }

    private static TimeUnit unit(String symbol) {
        return switch (symbol) {
            case "H" -> TimeUnit.HOURS;
            case "M" -> TimeUnit.MINUTES;
            case "S" -> TimeUnit.SECONDS;
            case "m" -> TimeUnit.MILLISECONDS;
            case "u" -> TimeUnit.MICROSECONDS;
            default -> TimeUnit.NANOSECONDS;
        };
    }
}
