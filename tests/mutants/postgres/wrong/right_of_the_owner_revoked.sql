-- A right is given to a role that owns the table, and taken away from it.
-- verdict: differs
-- why: the owner had it before

-- base
CREATE TABLE reports (id bigint PRIMARY KEY);
ALTER TABLE reports OWNER TO pg_monitor;

-- up
GRANT INSERT ON reports TO pg_monitor;

-- down
REVOKE INSERT ON reports FROM pg_monitor;
