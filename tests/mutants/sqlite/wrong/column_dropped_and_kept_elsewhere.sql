-- A dropped column is kept under the wrong key.
-- verdict: rows
-- why: position in a table is not an id

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
INSERT INTO t VALUES (1, 'x'), (3, 'y'), (4, 'z');

-- up
CREATE TABLE kept (a TEXT);
INSERT INTO kept SELECT a FROM t ORDER BY id;
ALTER TABLE t DROP COLUMN a;

-- down
ALTER TABLE t ADD COLUMN a TEXT;
UPDATE t SET a = (SELECT a FROM kept WHERE kept.rowid = t.id);
DROP TABLE kept;
