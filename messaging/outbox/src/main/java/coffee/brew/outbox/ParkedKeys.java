package coffee.brew.outbox;

import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * The keys that the relay passes over because the broker refuses one of their records for good, for example for its
 * size. Nothing of such a key is sent or lost until somebody has removed the cause and requeues it.
 */
public interface ParkedKeys {
    /**
     * The keys that have been parked for longest.
     *
     * @param limit at most so many, 1 to 1000
     */
    Uni<List<ParkedKey>> list(int limit);

    /**
     * Has the relay send the key's events again, in order, beginning with the one that failed.
     *
     * @return false when the key is not parked
     */
    Uni<Boolean> requeue(String aggregateId);
}
