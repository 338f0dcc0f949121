-- A column of a strict table comes back as TEXT.
-- verdict: differs
-- why: ANY keeps numbers as they are

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, v ANY) STRICT;

-- up
ALTER TABLE t ADD COLUMN n INT;

-- down
CREATE TABLE t_new (id INTEGER PRIMARY KEY, v TEXT) STRICT;
INSERT INTO t_new SELECT id, v FROM t;
DROP TABLE t;
ALTER TABLE t_new RENAME TO t;
