package coffee.brew.contract;

/** Values of the {@code event-type} header. */
public final class EventTypes {
    /** {@code orders.v1.OrderCreated}: an order was accepted. */
    public static final String ORDER_CREATED = "order.created";

    /** {@code orders.v1.OrderStatusChanged}: an accepted order went on, or was cancelled. */
    public static final String ORDER_STATUS_CHANGED = "order.status_changed";

    private EventTypes() {}
}
