package coffee.brew.sandbox.load;

/**
 * @param orders how many orders are placed
 * @param clients calls in flight at the same time, at most
 * @param rate orders that are begun each second; 0: as fast as answers come (closed loop)
 * @param warmUp orders that are placed before and not measured
 */
public record LoadOptions(int orders, int clients, int rate, int warmUp) {
    public static final int ORDERS_MAX = 10_000_000;
    public static final int CLIENTS_MAX = 10_000;
    public static final int RATE_MAX = 1_000_000;

    public LoadOptions {
        require("orders", orders, 1, ORDERS_MAX);
        require("clients", clients, 1, CLIENTS_MAX);
        require("rate", rate, 0, RATE_MAX);
        require("warm-up", warmUp, 0, ORDERS_MAX);
    }

    /** As many calls in flight, as fast as answers come. */
    LoadOptions forWarmUp() {
        return new LoadOptions(warmUp, clients, 0, 0);
    }

    private static void require(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("%s must be %d to %d, not %d".formatted(name, min, max, value));
        }
    }
}
