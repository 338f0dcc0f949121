-- A key of a table without rowid comes back comparing letter case.
-- verdict: differs
-- why: COLLATE NOCASE is not said again

-- base
CREATE TABLE t (code TEXT COLLATE NOCASE PRIMARY KEY, a TEXT) WITHOUT ROWID;

-- up
ALTER TABLE t ADD COLUMN b TEXT;

-- down
CREATE TABLE t_new (code TEXT PRIMARY KEY, a TEXT) WITHOUT ROWID;
INSERT INTO t_new SELECT code, a FROM t;
DROP TABLE t;
ALTER TABLE t_new RENAME TO t;
