package coffee.brew.signup.grpc;

import coffee.brew.signup.role.Durations;
import io.grpc.Status;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What became of one call.
 *
 * @param code the status as gRPC's own tools write it: OK, Unavailable, DeadlineExceeded
 * @param accepted whether the recipient has the event; false with {@code OK}: it refuses it
 * @param reason why not, by the recipient or by the transport; empty when accepted
 * @param durUs microseconds until the answer, retries included
 * @param attempts how often the recipient was asked
 */
record CallResult(String target, String code, boolean accepted, String reason, long durUs, int attempts) {
    private static final String OK = "OK";

    /** A call that was answered. */
    static CallResult answered(String target, boolean accepted, String reason, long durUs, int attempts) {
        return new CallResult(target, OK, accepted, reason, durUs, attempts);
    }

    /** A call that failed. */
    static CallResult failed(String target, Status status, long durUs, int attempts) {
        String what = status.getDescription() == null ? "" : status.getDescription();
        Throwable cause = status.getCause();
        String reason = cause == null ? what : what + ": " + cause.getMessage();
        return new CallResult(target, name(status.getCode()), false, reason, durUs, attempts);
    }

    /** The line for people. */
    String text() {
        String often = attempts > 1 ? " attempts=" + attempts : "";
        String dur = Durations.text(durUs) + often;
        if (!code.equals(OK)) {
            return "-> %s FAIL code=%s dur=%s err=%s".formatted(target, code, dur, reason);
        }
        String why = accepted ? "" : " reason=" + reason;
        return "-> %s OK accepted=%s dur=%s%s".formatted(target, accepted, dur, why);
    }

    private static String name(Status.Code code) {
        if (code == Status.Code.CANCELLED) {
            // Go's spelling, which the design that this follows prints.
            return "Canceled";
        }
        return Stream.of(code.name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
