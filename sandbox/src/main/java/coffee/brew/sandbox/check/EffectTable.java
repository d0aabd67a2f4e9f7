package coffee.brew.sandbox.check;

import coffee.brew.sandbox.stack.Service;

/** The tables in which consumers keep what an order caused. */
public enum EffectTable {
    RESERVATIONS(Service.INVENTORY, "inventory_reservations", "order_id", "reserved_by", ""),
    NOTIFICATIONS(Service.NOTIFICATION, "notifications_log", "order_id", "sent_by", "channel"),
    VIEW(Service.QUERY, "orders_view", "id", "", "");

    private final Service service;
    private final String table;
    private final String orderColumn;
    private final String nodeColumn;
    private final String kindColumn;

    EffectTable(Service service, String table, String orderColumn, String nodeColumn, String kindColumn) {
        this.service = service;
        this.table = table;
        this.orderColumn = orderColumn;
        this.nodeColumn = nodeColumn;
        this.kindColumn = kindColumn;
    }

    public Service service() {
        return service;
    }

    public String table() {
        return table;
    }

    String orderColumn() {
        return orderColumn;
    }

    /** Which node caused the effect; empty where the table does not say. */
    String nodeColumn() {
        return nodeColumn;
    }

    /** What tells several effects of one event apart; empty where there is one. */
    String kindColumn() {
        return kindColumn;
    }

    /** The name in processed_events. */
    String consumer() {
        return service.group().orElseThrow();
    }
}
