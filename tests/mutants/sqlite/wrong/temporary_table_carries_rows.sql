-- Rows are carried from one script to the other in a temporary table.
-- verdict: fails
-- why: it is gone when the down runs

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
INSERT INTO t VALUES (1, 'q'), (2, 'r');

-- up
CREATE TEMP TABLE saved AS SELECT * FROM t;
UPDATE t SET a = NULL;

-- down
UPDATE t SET a = (SELECT s.a FROM saved s WHERE s.id = t.id);
