-- One row per event that a consumer has applied, written in the transaction of its effect. Weekly partitions by the
-- time inside the id (UUID version 7); what belongs to none of them (late, or far ahead) is in the default partition.
CREATE TABLE processed_events (
    consumer     TEXT        NOT NULL,
    event_id     UUID        NOT NULL,
    processed_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT processed_events_pkey PRIMARY KEY (consumer, event_id)
) PARTITION BY RANGE (event_id);

CREATE TABLE processed_events_default PARTITION OF processed_events DEFAULT;

-- The smallest id of version 7 that can have been made at the given time.
CREATE FUNCTION processed_events_bound(made_at TIMESTAMPTZ) RETURNS UUID
    LANGUAGE sql IMMUTABLE
    RETURN (lpad(to_hex((extract(EPOCH FROM made_at) * 1000)::BIGINT), 12, '0') || repeat('0', 20))::UUID;

-- Makes the partitions of this week and the eight to come, and forgets what is older than the retention. Waits two
-- seconds at most for a lock, then leaves everything to the next run. For the owner alone.
CREATE FUNCTION processed_events_maintain(retention_days INTEGER, as_of TIMESTAMPTZ DEFAULT now()) RETURNS VOID
    LANGUAGE plpgsql
    SET search_path FROM CURRENT
    SET lock_timeout = '2s'
AS $$
DECLARE
    one_week CONSTANT INTERVAL  := INTERVAL '7 days';
    this_week CONSTANT TIMESTAMP := date_trunc('week', as_of AT TIME ZONE 'UTC');
    forget_before CONSTANT TIMESTAMP := (as_of AT TIME ZONE 'UTC') - make_interval(days => retention_days);
    week TIMESTAMP;
    name TEXT;
    low  UUID;
    high UUID;
BEGIN
    IF retention_days < 8 THEN
        RAISE EXCEPTION 'retention is % days; redelivery alone can take 7', retention_days
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF NOT pg_try_advisory_xact_lock(hashtextextended('processed_events_maintain', 0)) THEN
        RETURN;
    END IF;

    FOR week IN SELECT generate_series(this_week, this_week + 8 * one_week, one_week) LOOP
        name := 'processed_events_' || to_char(week, 'YYYYMMDD');
        CONTINUE WHEN to_regclass(quote_ident(name)) IS NOT NULL;
        low := processed_events_bound(week AT TIME ZONE 'UTC');
        high := processed_events_bound((week + one_week) AT TIME ZONE 'UTC');
        EXECUTE format('CREATE TABLE %I (LIKE processed_events INCLUDING ALL)', name);
        LOCK TABLE processed_events_default IN ACCESS EXCLUSIVE MODE;
        EXECUTE format(
            'WITH moved AS (DELETE FROM processed_events_default WHERE event_id >= %L AND event_id < %L RETURNING *)
             INSERT INTO %I SELECT * FROM moved', low, high, name);
        EXECUTE format(
            'ALTER TABLE processed_events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, low, high);
    END LOOP;

    FOR name IN
        SELECT week_of.relname
          FROM pg_inherits JOIN pg_class AS week_of ON week_of.oid = pg_inherits.inhrelid
         WHERE pg_inherits.inhparent = 'processed_events'::REGCLASS
           AND week_of.relname ~ '^processed_events_[0-9]{8}$'
           AND to_date(right(week_of.relname, 8), 'YYYYMMDD') + one_week <= forget_before
    LOOP
        EXECUTE format('DROP TABLE %I', name);
    END LOOP;
    DELETE FROM processed_events_default WHERE processed_at < forget_before AT TIME ZONE 'UTC';
EXCEPTION
    WHEN lock_not_available OR deadlock_detected THEN
        RAISE WARNING 'processed_events is busy: its partitions wait for the next maintenance';
END
$$;

REVOKE ALL ON FUNCTION processed_events_maintain(INTEGER, TIMESTAMPTZ) FROM PUBLIC;

GRANT SELECT, INSERT ON processed_events TO "${service_role}";
