package coffee.brew.sandbox.compare.result;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mode in one situation, as sender and recipients saw it.
 *
 * @param sent in the order of sending
 * @param handled by recipient, in the order of handling; again what was handled again
 * @param untilEvent for recipients that were switched off on purpose: how many of the events were theirs
 * @param backAtUs when the dead recipient was started again, Unix microseconds
 * @param knows what the sender had to know
 * @param changes how often the sender was stopped and started with another list
 * @param counters of analytics and analytics-v2 when they were compared
 */
public record Observed(
        Mode mode,
        Situation situation,
        List<Sent> sent,
        Map<String, List<Handled>> handled,
        Map<String, Integer> untilEvent,
        @Nullable Long backAtUs,
        String knows,
        int changes,
        @Nullable Counters counters) {

    /**
     * How many of the events that were sent until then each version had handled.
     *
     * @param sent events until then
     */
    public record Counters(int sent, int analytics, int analyticsV2) {}
}
