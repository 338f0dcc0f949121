-- A right may be passed on for a while.
-- verdict: restored
-- why: `GRANT OPTION FOR` leaves the right itself

-- base
CREATE TABLE t (id int, email text);
GRANT SELECT ON t TO pg_monitor;

-- up
GRANT SELECT ON t TO pg_monitor WITH GRANT OPTION;

-- down
REVOKE GRANT OPTION FOR SELECT ON t FROM pg_monitor;
