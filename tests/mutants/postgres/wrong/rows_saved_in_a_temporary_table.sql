-- Rows are saved in a temporary table.
-- verdict: fails
-- why: it is gone when the down runs

-- base
CREATE TABLE t (id int PRIMARY KEY, a text);
INSERT INTO t VALUES (1, 'x');

-- up
CREATE TEMP TABLE saved AS SELECT * FROM t;
UPDATE t SET a = 'y';

-- down
UPDATE t SET a = s.a FROM saved s WHERE s.id = t.id;
DROP TABLE saved;
