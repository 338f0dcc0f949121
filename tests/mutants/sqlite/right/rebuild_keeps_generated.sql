-- A rebuilt table comes back with its computed column.
-- verdict: restored
-- why: GENERATED ALWAYS is what AS means

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT AS (a * 2) STORED);
INSERT INTO t (id, a) VALUES (1, 2);

-- up
CREATE TABLE t_new (id INTEGER PRIMARY KEY, a INT NOT NULL, b INT AS (a * 2) STORED);
INSERT INTO t_new (id, a) SELECT id, a FROM t;
DROP TABLE t;
ALTER TABLE t_new RENAME TO t;

-- down
CREATE TABLE t_new (id INTEGER PRIMARY KEY, a INT, b INT GENERATED ALWAYS AS (a * 2) STORED);
INSERT INTO t_new (id, a) SELECT id, a FROM t;
DROP TABLE t;
ALTER TABLE t_new RENAME TO t;
