package coffee.brew.query;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The caller's deadline. The server that shares its port with HTTP does not read it; so it is read from the header. */
@ApplicationScoped
@GlobalInterceptor
class CallDeadline implements ServerInterceptor {
    private static final Context.Key<Deadline> DEADLINE = Context.key("caller-deadline");
    private static final Metadata.Key<String> TIMEOUT =
            Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);
    private static final Pattern TIMEOUT_FORMAT = Pattern.compile("([0-9]{1,8})([HMSmun])");

    /** What a call without a deadline may take, as far as its caller is concerned. */
    private static final Duration UNLIMITED = Duration.ofDays(1);

    /** Kept back, at most, so that the answer is there before the caller gives up; a tenth of a short deadline. */
    private static final Duration ANSWER_TIME_MAX = Duration.ofMillis(100);

    private static final Duration LEAST = Duration.ofMillis(1);

    /** How long the current call may go on; at least 1 ms, so that a call that comes late still has a limit. */
    static Duration timeLeft() {
        Deadline deadline = DEADLINE.get();
        if (deadline == null) {
            return UNLIMITED;
        }
        Duration left = Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
        Duration tenth = left.dividedBy(10);
        Duration usable = left.minus(tenth.compareTo(ANSWER_TIME_MAX) < 0 ? tenth : ANSWER_TIME_MAX);
        return usable.compareTo(LEAST) < 0 ? LEAST : usable;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Deadline deadline = parse(headers.get(TIMEOUT));
        return deadline == null
                ? next.startCall(call, headers)
                : Contexts.interceptCall(Context.current().withValue(DEADLINE, deadline), call, headers, next);
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
