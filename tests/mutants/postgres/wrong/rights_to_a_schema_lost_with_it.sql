-- A schema is dropped and created again.
-- verdict: differs
-- why: who might use it may not any more

-- base
CREATE SCHEMA audit;
GRANT USAGE ON SCHEMA audit TO pg_monitor;

-- up
DROP SCHEMA audit;

-- down
CREATE SCHEMA audit;
