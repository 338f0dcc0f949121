-- A rebuild by way of a temporary table.
-- verdict: restored
-- why: it has the rows as long as the script runs

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
INSERT INTO t VALUES (1, 'q'), (2, 'r');

-- up
CREATE TEMP TABLE saved AS SELECT * FROM t;
DROP TABLE t;
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
INSERT INTO t (id, a) SELECT id, a FROM saved;
DROP TABLE saved;

-- down
CREATE TEMP TABLE saved AS SELECT id, a FROM t;
DROP TABLE t;
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
INSERT INTO t (id, a) SELECT id, a FROM saved;
DROP TABLE saved;
