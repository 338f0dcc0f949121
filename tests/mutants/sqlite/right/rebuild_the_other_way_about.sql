-- A rebuild that first takes the old table out of the way.
-- verdict: restored
-- why: index and rows follow

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL);
CREATE INDEX t_a ON t (a);
INSERT INTO t VALUES (1, 'q');

-- up
ALTER TABLE t RENAME TO t_old;
DROP INDEX t_a;
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
INSERT INTO t SELECT * FROM t_old;
DROP TABLE t_old;
CREATE INDEX t_a ON t (a);

-- down
ALTER TABLE t RENAME TO t_old;
DROP INDEX t_a;
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL);
INSERT INTO t SELECT * FROM t_old;
DROP TABLE t_old;
CREATE INDEX t_a ON t (a);
