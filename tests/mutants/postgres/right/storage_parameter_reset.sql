-- Autovacuum is off and on again.
-- verdict: restored
-- why: RESET is its inverse

-- base
CREATE TABLE events (id bigint PRIMARY KEY, body text);

-- up
ALTER TABLE events SET (autovacuum_enabled = false, fillfactor = 70);

-- down
ALTER TABLE events RESET (autovacuum_enabled, fillfactor);
