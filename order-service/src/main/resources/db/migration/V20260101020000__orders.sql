-- One row per accepted order. `version` grows by one with every change and orders the order's events.
CREATE TABLE orders (
    id           UUID        NOT NULL,
    tenant_id    TEXT        NOT NULL,  -- empty: the caller named no tenant
    request_id   TEXT        NULL,      -- absent: the caller did not ask for idempotency
    content_hash BYTEA       NULL,      -- what a repetition of the request must be equal to
    customer_id  TEXT        NOT NULL,
    amount_cents BIGINT      NOT NULL,
    currency     TEXT        NOT NULL,
    status       TEXT        NOT NULL DEFAULT 'NEW',
    version      BIGINT      NOT NULL DEFAULT 1,
    created_at   TIMESTAMPTZ NOT NULL,
    CONSTRAINT orders_pkey PRIMARY KEY (id),
    CONSTRAINT orders_tenant_id_length CHECK (char_length(tenant_id) <= 64),
    CONSTRAINT orders_request_id_length CHECK (char_length(request_id) BETWEEN 1 AND 64),
    CONSTRAINT orders_content_hash_with_request CHECK ((request_id IS NULL) = (content_hash IS NULL)),
    CONSTRAINT orders_customer_id_length CHECK (char_length(customer_id) BETWEEN 1 AND 128),
    CONSTRAINT orders_amount_cents_range CHECK (amount_cents BETWEEN 1 AND 1000000000000),
    CONSTRAINT orders_currency_code CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT orders_status_known CHECK (status IN ('NEW', 'RESERVED', 'PAID', 'SHIPPED', 'CANCELLED')),
    CONSTRAINT orders_version_positive CHECK (version >= 1)
);

-- One order per request of a tenant.
CREATE UNIQUE INDEX orders_request_key ON orders (tenant_id, request_id) WHERE request_id IS NOT NULL;

-- The lines of an order, from 1.
CREATE TABLE order_items (
    order_id UUID     NOT NULL,
    line     SMALLINT NOT NULL,
    sku      TEXT     NOT NULL,
    quantity INTEGER  NOT NULL,
    CONSTRAINT order_items_pkey PRIMARY KEY (order_id, line),
    CONSTRAINT order_items_order FOREIGN KEY (order_id) REFERENCES orders (id),
    CONSTRAINT order_items_line_range CHECK (line BETWEEN 1 AND 100),
    CONSTRAINT order_items_sku_length CHECK (char_length(sku) BETWEEN 1 AND 64),
    CONSTRAINT order_items_quantity_range CHECK (quantity BETWEEN 1 AND 1000)
);

GRANT SELECT, INSERT ON orders TO "${service_role}";
GRANT INSERT ON order_items TO "${service_role}";
