package coffee.brew.contract;

import java.util.UUID;

/** The aggregate id of an order, which is also its record key: the order's id with a prefix. */
public final class AggregateId {
    private static final String ORDER_PREFIX = "order-";

    private AggregateId() {}

    /** {@code order-<uuid>}. */
    public static String ofOrder(UUID orderId) {
        return ORDER_PREFIX + orderId;
    }
}
