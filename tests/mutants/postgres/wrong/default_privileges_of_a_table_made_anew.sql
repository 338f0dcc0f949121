-- A table is made anew where the default rights are others by now.
-- verdict: differs
-- why: those who read it from then on did not before

-- base
CREATE TABLE t (id int PRIMARY KEY, a text);
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO pg_monitor;

-- up
DROP TABLE t;

-- down
CREATE TABLE t (id int PRIMARY KEY, a text);
