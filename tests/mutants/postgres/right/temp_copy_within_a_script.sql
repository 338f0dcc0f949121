-- A table is made anew by way of a temporary table.
-- verdict: restored
-- why: it has the rows as long as the script runs

-- base
CREATE TABLE t (id int PRIMARY KEY, n int);
INSERT INTO t VALUES (1, 5), (2, 6);

-- up
CREATE TEMP TABLE keep AS SELECT id, n FROM t;
DROP TABLE t;
CREATE TABLE t (id int PRIMARY KEY, n bigint);
INSERT INTO t (id, n) SELECT id, n FROM keep;
DROP TABLE keep;

-- down
ALTER TABLE t ALTER n TYPE int;
