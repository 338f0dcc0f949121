-- Rows go to a temporary table and never come back.
-- verdict: rows
-- why: it ends with the session

-- base
CREATE TABLE t (id int PRIMARY KEY, n int);
INSERT INTO t VALUES (1, 5), (2, 6);

-- up
CREATE TEMP TABLE keep AS SELECT id, n FROM t;
DROP TABLE t;
CREATE TABLE t (id int PRIMARY KEY, n bigint);

-- down
ALTER TABLE t ALTER n TYPE int;
