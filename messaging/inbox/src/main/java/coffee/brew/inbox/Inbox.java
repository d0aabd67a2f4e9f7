package coffee.brew.inbox;

import io.smallrye.mutiny.Uni;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Turns a poll batch into effects. In this order:
 *
 * <ol>
 *   <li>event types that the effect does not name are counted and passed over; of the others, records without the
 *       headers of an event go to the dead letter topic;
 *   <li>one transaction: every event id is inserted into {@code processed_events}, and the effect gets only those that
 *       were not there;
 *   <li>after the commit, and only then, the batch is acknowledged.
 * </ol>
 *
 * A batch that fails for good is split until the culprit stands alone and goes to the dead letter topic. What fails for
 * a time is tried again, in place, for as long as it takes.
 */
public interface Inbox {
    /**
     * Consumes one batch; completes when it is acknowledged.
     *
     * @param consumer the name in {@code processed_events}; usually the consumer group
     * @param batch a batch of the SmallRye Kafka connector ({@code batch=true})
     */
    Uni<Void> consume(String consumer, Message<List<byte[]>> batch, Effect effect);
}
