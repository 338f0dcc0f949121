-- All rights are given and taken back.
-- verdict: differs
-- why: the one that was there before goes with them

-- base
CREATE TABLE t (id int);
GRANT SELECT ON t TO pg_monitor;

-- up
GRANT ALL ON t TO pg_monitor;

-- down
REVOKE ALL ON t FROM pg_monitor;
