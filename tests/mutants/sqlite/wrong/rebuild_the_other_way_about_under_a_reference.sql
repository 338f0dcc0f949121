-- A rebuild that first takes the old table out of the way, under a reference.
-- verdict: differs
-- why: the reference follows it, and is to a table that is gone

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL);
CREATE TABLE c (id INTEGER PRIMARY KEY, t_id INT REFERENCES t (id));
INSERT INTO t VALUES (1, 'q');

-- up
ALTER TABLE t RENAME TO t_old;
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
INSERT INTO t SELECT * FROM t_old;
DROP TABLE t_old;

-- down
ALTER TABLE t RENAME TO t_old;
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL);
INSERT INTO t SELECT * FROM t_old;
DROP TABLE t_old;
