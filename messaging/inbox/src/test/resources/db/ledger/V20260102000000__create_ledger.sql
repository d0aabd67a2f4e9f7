-- An effect that shows everything: no key keeps a second effect out, and position tells the order of the first.
CREATE TABLE ledger (
    position  BIGINT GENERATED ALWAYS AS IDENTITY,
    event_id  UUID   NOT NULL,
    order_key TEXT   NOT NULL,
    version   BIGINT NOT NULL,
    amount    BIGINT NOT NULL CONSTRAINT ledger_amount_is_positive CHECK (amount > 0)
);

GRANT SELECT, INSERT ON ledger TO "${service_role}";
