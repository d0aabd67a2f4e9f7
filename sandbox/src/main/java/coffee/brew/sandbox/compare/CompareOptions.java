package coffee.brew.sandbox.compare;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How much to compare.
 *
 * @param project the root of the source tree, where the packaged roles are
 * @param events of each mode in each situation, at least
 * @param down for how long the dead recipient is dead
 */
public record CompareOptions(Path project, int events, Duration down) {
    /** The deadline of a gRPC call. */
    static final int DEADLINE_MS = 300;

    private static final int EVENTS_MIN = 20;
    private static final int EVENTS_MAX = 10_000;
    private static final int DOWN_MAX_S = 600;

    public CompareOptions {
        if (events < EVENTS_MIN || events > EVENTS_MAX) {
            throw new IllegalArgumentException(
                    "events must be %d to %d, not %d".formatted(EVENTS_MIN, EVENTS_MAX, events));
        }
        if (down.toSeconds() < 1 || down.toSeconds() > DOWN_MAX_S) {
            throw new IllegalArgumentException("down must be 1 to %d seconds".formatted(DOWN_MAX_S));
        }
    }
}
