package coffee.brew.sandbox.compare.result;

/**
 * An event, as a recipient handled it.
 *
 * @param tookUs how long the recipient was at work on it
 * @param partition where it came from; 0 by gRPC
 */
public record Handled(String customerId, long signedUpAtUs, long handledAtUs, long tookUs, int partition) {}
