-- One row per order and channel that a customer was told on. The primary key is the second line of defence behind
-- processed_events: an order whose event comes again, however late, is not told again.
CREATE TABLE notifications_log (
    order_id    UUID        NOT NULL,
    channel     TEXT        NOT NULL CHECK (channel ~ '^[a-z][a-z0-9-]{0,31}$'),
    event_id    UUID        NOT NULL,                -- stable: the idempotency key for a provider behind the channel
    tenant_id   TEXT        NOT NULL,                -- empty: the caller named no tenant
    customer_id TEXT        NOT NULL CHECK (customer_id <> ''),
    sent_by     TEXT        NOT NULL CHECK (sent_by <> ''),      -- the node
    sent_at     TIMESTAMPTZ NOT NULL DEFAULT now(),  -- the database's clock: one for all nodes
    PRIMARY KEY (order_id, channel)
);

GRANT SELECT, INSERT ON notifications_log TO "${service_role}";
