-- A table without an integer key is rebuilt with one.
-- verdict: differs
-- why: id INT is not the rowid

-- base
CREATE TABLE t (id INT PRIMARY KEY, a TEXT);
INSERT INTO t VALUES (5, 'x');

-- up
ALTER TABLE t ADD COLUMN b TEXT;

-- down
CREATE TABLE t_new (id INTEGER PRIMARY KEY, a TEXT);
INSERT INTO t_new SELECT id, a FROM t;
DROP TABLE t;
ALTER TABLE t_new RENAME TO t;
