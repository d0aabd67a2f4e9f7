package coffee.brew.contract;

/** Kafka topics. Their number of partitions is fixed at creation: growing it would break the order per key. */
public final class Topics {
    /** Orders: key {@code order-<uuid>}, kept for ever, so that a new group can read it from the beginning. */
    public static final String ORDERS = "brew.orders.v1";

    /** Partitions of {@link #ORDERS}. */
    public static final int ORDERS_PARTITIONS = 6;

    private Topics() {}
}
