-- One row per order that stock was reserved for. The primary key is the second line of defence behind
-- processed_events: an order whose event comes again, however late, is not reserved again.
CREATE TABLE inventory_reservations (
    order_id      UUID        PRIMARY KEY,
    order_version BIGINT      NOT NULL CHECK (order_version >= 1),
    event_id      UUID        NOT NULL,                -- the event that caused the reservation
    tenant_id     TEXT        NOT NULL,                -- empty: the caller named no tenant
    customer_id   TEXT        NOT NULL CHECK (customer_id <> ''),
    amount_cents  BIGINT      NOT NULL CHECK (amount_cents BETWEEN 1 AND 1000000000000),
    currency      TEXT        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    reserved_by   TEXT        NOT NULL CHECK (reserved_by <> ''),   -- the node
    reserved_at   TIMESTAMPTZ NOT NULL DEFAULT now()   -- the database's clock: one for all nodes
);

GRANT SELECT, INSERT ON inventory_reservations TO "${service_role}";
