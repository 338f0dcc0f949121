-- A view comes back with its columns named otherwise.
-- verdict: differs
-- why: the list was not said again

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a INT);
CREATE VIEW v (k, n) AS SELECT id, a + 1 FROM t;

-- up
DROP VIEW v;

-- down
CREATE VIEW v AS SELECT id, a + 1 FROM t;
