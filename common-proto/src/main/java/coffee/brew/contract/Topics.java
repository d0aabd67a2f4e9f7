package coffee.brew.contract;

/** Kafka topics. Their number of partitions is fixed at creation: growing it would break the order per key. */
public final class Topics {
    /** Orders: key {@code order-<uuid>}, kept for ever, so that a new group can read it from the beginning. */
    public static final String ORDERS = "brew.orders.v1";

    /** Partitions of {@link #ORDERS}. */
    public static final int ORDERS_PARTITIONS = 6;

    /** Sign-ups: key is the customer's id. Every recipient reads it in a consumer group of its own. */
    public static final String CUSTOMERS = "customer-events";

    /** Partitions of {@link #CUSTOMERS}. */
    public static final int CUSTOMERS_PARTITIONS = 3;

    private Topics() {}
}
