-- A right to a table is taken back from who had one to a column.
-- verdict: differs
-- why: with the right to all columns goes the one to each

-- base
CREATE TABLE t (id int, email text);
GRANT SELECT (email) ON t TO pg_monitor;

-- up
GRANT SELECT ON t TO pg_monitor;

-- down
REVOKE SELECT ON t FROM pg_monitor;
