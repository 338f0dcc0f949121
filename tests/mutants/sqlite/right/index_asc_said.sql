-- An index comes back with its order said.
-- verdict: restored
-- why: ASC is the default

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT);
CREATE INDEX t_ab ON t (a, b);

-- up
DROP INDEX t_ab;

-- down
CREATE INDEX IF NOT EXISTS t_ab ON t (a ASC, b ASC);
