-- A rebuilt table comes back with its computed column as a plain one.
-- verdict: differs
-- why: AS is not said again

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT AS (a * 2) STORED);
INSERT INTO t (id, a) VALUES (1, 2);

-- up
CREATE TABLE t_new (id INTEGER PRIMARY KEY, a INT NOT NULL, b INT AS (a * 2) STORED);
INSERT INTO t_new (id, a) SELECT id, a FROM t;
DROP TABLE t;
ALTER TABLE t_new RENAME TO t;

-- down
CREATE TABLE t_new (id INTEGER PRIMARY KEY, a INT, b INT);
INSERT INTO t_new (id, a, b) SELECT id, a, b FROM t;
DROP TABLE t;
ALTER TABLE t_new RENAME TO t;
