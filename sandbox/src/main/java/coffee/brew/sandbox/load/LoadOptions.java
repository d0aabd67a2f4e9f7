package coffee.brew.sandbox.load;

/**
 * @param orders how many orders are placed
 * @param clients calls in flight at the same time, at most
 * @param rate orders that are begun each second; 0: as fast as answers come (closed loop)
 */
public record LoadOptions(int orders, int clients, int rate) {
    public static final int ORDERS_MAX = 10_000_000;
    public static final int CLIENTS_MAX = 10_000;
    public static final int RATE_MAX = 1_000_000;

    public LoadOptions {
        require("orders", orders, 1, ORDERS_MAX);
        require("clients", clients, 1, CLIENTS_MAX);
        require("rate", rate, 0, RATE_MAX);
    }

    private static void require(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("%s must be %d to %d, not %d".formatted(name, min, max, value));
        }
    }
}
