-- Values are overwritten while a copy has them, and taken back from it.
-- verdict: restored
-- why: each row is found by its key

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
INSERT INTO t VALUES (1, 'q'), (2, 'r');

-- up
CREATE TABLE saved AS SELECT * FROM t;
UPDATE t SET a = lower(a) || '!';

-- down
UPDATE t SET a = (SELECT s.a FROM saved s WHERE s.id = t.id);
DROP TABLE saved;
