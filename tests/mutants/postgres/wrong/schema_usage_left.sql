-- A role may use a schema from then on.
-- verdict: differs
-- why: only the right to its tables is taken back

-- base
CREATE SCHEMA app;
CREATE TABLE app.t (id int);

-- up
GRANT USAGE ON SCHEMA app TO pg_monitor;
GRANT SELECT ON ALL TABLES IN SCHEMA app TO pg_monitor;

-- down
REVOKE SELECT ON ALL TABLES IN SCHEMA app FROM pg_monitor;
