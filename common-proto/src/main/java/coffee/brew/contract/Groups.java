package coffee.brew.contract;

/** Kafka consumer groups, one for each independent reader of {@link Topics#ORDERS}. */
public final class Groups {
    public static final String INVENTORY = "inventory";
    public static final String NOTIFICATIONS = "notifications";
    public static final String ORDER_QUERY = "order-query";

    private Groups() {}
}
