package coffee.brew.signup.role;

import coffee.brew.contract.customers.v1.CustomerSignedUp;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a recipient prints of an event that it has handled.
 *
 * @param name the recipient: a listener's name, or a consumer group
 * @param handledAtUs when it was done with it, Unix microseconds
 * @param tookUs how long it was at work on it
 * @param partition where it came from, when it came through Kafka
 */
public record ReceivedEvent(
        String name,
        String customerId,
        long signedUpAtUs,
        long handledAtUs,
        long tookUs,
        @Nullable Integer partition,
        @Nullable Long offset) {

    /**
     * An event that was handled just now.
     *
     * @param begunNanos when the work on it began, {@link System#nanoTime()}
     */
    public static ReceivedEvent now(
            String name, CustomerSignedUp event, long begunNanos, @Nullable Integer partition, @Nullable Long offset) {
        return new ReceivedEvent(
                name,
                event.getCustomerId(),
                SignUps.signedUpAtUs(event),
                SignUps.nowUs(),
                TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begunNanos),
                partition,
                offset);
    }

    /** The line for people. */
    public String text(CustomerSignedUp event) {
        String place = partition == null ? "got " : "partition=%d offset=%d ".formatted(partition, offset);
        return "[%s] %scustomer_id=%s email=%s loyalty_tier=%s"
                .formatted(name, place, customerId, event.getEmail(), event.getLoyaltyTier());
    }
}
