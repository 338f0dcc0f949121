-- REVOKE ALL takes a right that was there before.
-- verdict: differs
-- why: the up granted UPDATE, SELECT was older

-- base
CREATE TABLE reports (id bigint PRIMARY KEY);
GRANT SELECT ON reports TO pg_monitor;

-- up
GRANT UPDATE ON reports TO pg_monitor;

-- down
REVOKE ALL ON reports FROM pg_monitor;
