-- One row per order, as far as its events have arrived: the row is the order at its highest version seen.
-- Every event carries the whole order, so a row can be made anew from any of them, in any order.
CREATE TABLE orders_view (
    id            UUID        PRIMARY KEY,
    version       BIGINT      NOT NULL CHECK (version >= 1),
    event_id      UUID        NOT NULL,                -- the event that brought this version
    tenant_id     TEXT        NOT NULL,                -- empty: the caller named no tenant
    customer_id   TEXT        NOT NULL CHECK (customer_id <> ''),
    amount_cents  BIGINT      NOT NULL CHECK (amount_cents BETWEEN 1 AND 1000000000000),
    currency      TEXT        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    status        INTEGER     NOT NULL,                -- number of orders.v1.OrderStatus, also one not known here
    cancel_reason TEXT        NOT NULL,
    items         JSONB       NOT NULL CHECK (jsonb_typeof(items) = 'array'),
    created_at    TIMESTAMPTZ NOT NULL,                -- from the event
    projected_at  TIMESTAMPTZ NOT NULL DEFAULT now()
);

GRANT SELECT, INSERT, UPDATE ON orders_view TO "${service_role}";
