-- A view comes back with a list of its columns.
-- verdict: restored
-- why: the list says what AS said

-- base
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE VIEW v AS SELECT id AS k, a + 1 AS n FROM t;

-- up
DROP VIEW v;

-- down
CREATE VIEW v (k, n) AS SELECT id, a + 1 FROM t;
