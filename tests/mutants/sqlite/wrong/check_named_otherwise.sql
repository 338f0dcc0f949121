-- A check comes back under another name.
-- verdict: differs
-- why: the message says the name

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, n INT, CONSTRAINT positive CHECK (n > 0));

-- up
ALTER TABLE t ADD COLUMN m INT;

-- down
CREATE TABLE t_new (id INTEGER PRIMARY KEY, n INT, CONSTRAINT n_positive CHECK (n > 0));
INSERT INTO t_new SELECT id, n FROM t;
DROP TABLE t;
ALTER TABLE t_new RENAME TO t;
