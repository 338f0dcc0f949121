-- Numbers are taken from a copy that was made after they were changed.
-- verdict: rows
-- why: each is one more than it was

-- base
CREATE TABLE t (id int PRIMARY KEY, n int);
INSERT INTO t VALUES (1, 5), (2, 6);

-- up
UPDATE t SET n = n + 1;
CREATE TABLE saved AS SELECT id, n FROM t;

-- down
UPDATE t SET n = n - 1;
UPDATE t SET n = s.n FROM saved s WHERE s.id = t.id;
DROP TABLE saved;
