DO $$ BEGIN PERFORM processed_events_maintain(${inbox_retention_days}); END $$;
