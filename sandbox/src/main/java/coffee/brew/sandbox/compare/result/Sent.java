package coffee.brew.sandbox.compare.result;

import java.util.List;

/**
 * An event, as its sender saw it.
 *
 * @param signedUpAtUs when the customer signed up, Unix microseconds
 * @param waitedUs how long the sender waited
 * @param callsUs how long each of its calls took; none through Kafka
 * @param failed how many recipients, or brokers, did not take it as far as the sender knows
 */
public record Sent(String customerId, long signedUpAtUs, long waitedUs, List<Long> callsUs, int failed) {
    public Sent {
        callsUs = List.copyOf(callsUs);
    }

    long doneAtUs() {
        return signedUpAtUs + waitedUs;
    }
}
