-- A right is granted and revoked.
-- verdict: restored
-- why: the table had none besides

-- base
CREATE TABLE reports (id bigint PRIMARY KEY);
GRANT SELECT ON reports TO pg_monitor;

-- up
GRANT INSERT, UPDATE ON reports TO pg_monitor;

-- down
REVOKE UPDATE, INSERT ON reports FROM pg_monitor;
