-- A view comes back that checks itself alone.
-- verdict: differs
-- why: LOCAL is not CASCADED

-- base
CREATE TABLE t (id int, a text);
CREATE VIEW v1 AS SELECT id, a FROM t WHERE id > 0;
CREATE VIEW v2 AS SELECT id, a FROM v1 WHERE a IS NOT NULL WITH CASCADED CHECK OPTION;

-- up
DROP VIEW v2;

-- down
CREATE VIEW v2 AS SELECT id, a FROM v1 WHERE a IS NOT NULL WITH LOCAL CHECK OPTION;
