package coffee.brew.sandbox.demo;

import java.nio.file.Path;

/**
 * @param directory where the stack lives; must not be in use
 * @param orders how many orders are placed, 1 to 1,000,000
 * @param killAt after how many of them inventory-1 is killed; 0: nobody is
 * @param brokers 1 or 3
 */
public record DemoOptions(Path project, Path directory, int orders, int killAt, int brokers) {
    public static final int ORDERS_MAX = 1_000_000;

    public DemoOptions {
        if (orders < 1 || orders > ORDERS_MAX) {
            throw new IllegalArgumentException("orders must be 1 to %d, not %d".formatted(ORDERS_MAX, orders));
        }
        if (brokers != 1 && brokers != 3) {
            throw new IllegalArgumentException("brokers must be 1 or 3, not " + brokers);
        }
        if (killAt < 0 || killAt > orders) {
            throw new IllegalArgumentException("kill-at must be 0 to %d, not %d".formatted(orders, killAt));
        }
    }
}
