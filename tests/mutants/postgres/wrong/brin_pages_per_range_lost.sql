-- A brin index comes back with ranges of the default size.
-- verdict: differs
-- why: the option is not said again

-- base
CREATE TABLE log (at timestamptz, what text);
CREATE INDEX log_at ON log USING brin (at) WITH (pages_per_range = 32);

-- up
DROP INDEX log_at;

-- down
CREATE INDEX log_at ON log USING brin (at);
