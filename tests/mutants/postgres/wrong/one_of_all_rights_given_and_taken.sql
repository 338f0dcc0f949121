-- One of all rights is given to who has all, and taken back.
-- verdict: differs
-- why: it is gone from among them

-- base
CREATE TABLE t (id int);
GRANT ALL ON t TO pg_monitor;

-- up
GRANT SELECT ON t TO pg_monitor;

-- down
REVOKE SELECT ON t FROM pg_monitor;
