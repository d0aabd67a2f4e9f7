package coffee.brew.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Names with a passing trouble, each to be left out until its next attempt is due. Safe from any thread. */
final class Backoffs {
    private record Trouble(long retryAtNanos, Duration backoff, Class<?> cause) {}

    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();
    private final Duration backoffMin;
    private final Duration backoffMax;

    Backoffs(Duration backoffMin, Duration backoffMax) {
        this.backoffMin = backoffMin;
        this.backoffMax = backoffMax;
    }

    /** Names whose next attempt is not due yet. */
    List<String> avoided() {
        if (troubles.isEmpty()) {
            return List.of();
        }
        long now = System.nanoTime();
        return troubles.entrySet().stream()
                .filter(trouble -> trouble.getValue().retryAtNanos - now > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Has the name wait, twice as long as last time; yields whether it is news: a name or another class of cause. */
    boolean failed(String name, Throwable cause) {
        Trouble known = troubles.get(name);
        Duration backoff = known == null ? backoffMin : shorter(known.backoff.multipliedBy(2), backoffMax);
        troubles.put(name, new Trouble(System.nanoTime() + backoff.toNanos(), backoff, cause.getClass()));
        return known == null || known.cause != cause.getClass();
    }

    /** Yields whether the name was in trouble. */
    boolean worked(String name) {
        return troubles.remove(name) != null;
    }

    boolean knows(String name) {
        return troubles.containsKey(name);
    }

    boolean knowsCause(Class<?> cause) {
        return troubles.values().stream().anyMatch(trouble -> trouble.cause == cause);
    }

    int size() {
        return troubles.size();
    }

    /** Forgets names whose attempt has been due for so long: somebody else saw to them. */
    void forget(Duration overdue) {
        long now = System.nanoTime();
        troubles.values().removeIf(trouble -> now - trouble.retryAtNanos > overdue.toNanos());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
