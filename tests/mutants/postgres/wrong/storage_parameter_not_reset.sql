-- Autovacuum is off for a bulk load and stays off.
-- verdict: differs
-- why: RESET is missing in both directions

-- base
CREATE TABLE events (id bigint PRIMARY KEY, body text);

-- up
ALTER TABLE events SET (autovacuum_enabled = false);
ALTER TABLE events ADD COLUMN size integer;

-- down
ALTER TABLE events DROP COLUMN size;
