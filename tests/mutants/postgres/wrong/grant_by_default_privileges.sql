-- A table made anew gets rights that the old one had not.
-- verdict: differs
-- why: default privileges were set before it came back

-- base
CREATE TABLE t (id int);
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO pg_monitor;

-- up
DROP TABLE t;

-- down
CREATE TABLE t (id int);
