package coffee.brew.sandbox.compare.result;

/**
 * An event, as a recipient handled it.
 *
 * @param partition where it came from; 0 by gRPC
 */
public record Handled(String customerId, long signedUpAtUs, long handledAtUs, int partition) {}
