-- A right to one of two columns is given once more, and taken back.
-- verdict: differs
-- why: it was there before

-- base
CREATE TABLE t (id int, a int);
GRANT SELECT (id, a) ON t TO pg_monitor;

-- up
GRANT SELECT (a) ON t TO pg_monitor;

-- down
REVOKE SELECT (a) ON t FROM pg_monitor;
