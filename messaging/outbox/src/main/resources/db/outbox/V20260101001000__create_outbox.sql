-- Events on their way to Kafka. A row that is here is pending; the relay deletes it when the broker has acknowledged it.
-- No UNIQUE (aggregate_id, aggregate_version): rows live for milliseconds, so it would see next to none of the events it
-- compares with, and its index is a second one to fill and clean. The versioned aggregate row keeps versions unique.
CREATE TABLE outbox (
    lane              SMALLINT    NOT NULL CHECK (lane BETWEEN 0 AND 63),
    id                BIGINT      NOT NULL GENERATED ALWAYS AS IDENTITY (CACHE 1),
    event_id          UUID        NOT NULL,
    topic             TEXT        NOT NULL CHECK (length(topic) BETWEEN 1 AND 249),
    aggregate_id      TEXT        NOT NULL CHECK (length(aggregate_id) BETWEEN 1 AND 255),
    aggregate_version BIGINT      NOT NULL CHECK (aggregate_version >= 1),
    event_type        TEXT        NOT NULL CHECK (length(event_type) BETWEEN 1 AND 255),
    payload           BYTEA       NOT NULL,
    headers           JSONB       NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(headers) = 'object'),
    created_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    route             INT         NOT NULL GENERATED ALWAYS AS (hashtext(topic)) STORED,   -- the topic, in four bytes
    PRIMARY KEY (lane, route, id)   -- the route: events of a topic that is away are passed over in one step
) WITH (
    -- Every row dies young: vacuum by the number of dead rows, not by a share of a table that is empty most of the time.
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 10000,
    autovacuum_vacuum_insert_scale_factor = 0,
    autovacuum_vacuum_insert_threshold = 100000,
    autovacuum_vacuum_cost_delay = 0
);

-- Who relays which lane, and until when. The times are the database's. `epoch` grows with every claim, so a relay that
-- lost its lease cannot release the lane of its successor.
CREATE TABLE outbox_lane (
    lane         SMALLINT    PRIMARY KEY CHECK (lane BETWEEN 0 AND 63),
    owner        TEXT        NULL,     -- the node; absent: nobody relays this lane now
    epoch        BIGINT      NOT NULL DEFAULT 0,
    leased_until TIMESTAMPTZ NOT NULL DEFAULT '-infinity'   -- without an owner: when the lane was released
) WITH (
    -- Two updates a round and no index on what they change: room for them on the page keeps them heap-only.
    fillfactor = 20,
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 1000
);

INSERT INTO outbox_lane (lane) SELECT generate_series(0, 63);

-- Keys whose next event the broker will never take. Their rows stay in the outbox, in order, and are passed over.
CREATE TABLE outbox_parked (
    aggregate_id TEXT        PRIMARY KEY,
    lane         SMALLINT    NOT NULL,
    outbox_id    BIGINT      NOT NULL,   -- the row that failed
    event_id     UUID        NOT NULL,
    attempts     INT         NOT NULL CHECK (attempts >= 1),
    error_class  TEXT        NOT NULL,
    error_text   TEXT        NOT NULL,   -- never holds the payload
    parked_at    TIMESTAMPTZ NOT NULL,
    requeued_at  TIMESTAMPTZ NULL        -- present: on trial again, not parked
);

GRANT SELECT, INSERT, DELETE ON outbox TO "${service_role}";
GRANT SELECT, UPDATE (owner, epoch, leased_until) ON outbox_lane TO "${service_role}";
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox_parked TO "${service_role}";
