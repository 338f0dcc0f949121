-- A column comes back that refuses instead of taking its default.
-- verdict: differs
-- why: ON CONFLICT REPLACE is not said again

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'x');

-- up
ALTER TABLE t ADD COLUMN b TEXT;

-- down
CREATE TABLE t_new (id INTEGER PRIMARY KEY, a TEXT NOT NULL DEFAULT 'x');
INSERT INTO t_new SELECT id, a FROM t;
DROP TABLE t;
ALTER TABLE t_new RENAME TO t;
