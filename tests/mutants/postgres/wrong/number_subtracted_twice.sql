-- Numbers go one up, and two down.
-- verdict: rows
-- why: each is one less than it was

-- base
CREATE TABLE t (id int PRIMARY KEY, n int);
INSERT INTO t VALUES (1, 5), (2, 6);

-- up
UPDATE t SET n = n + 1;

-- down
UPDATE t SET n = n - 2;
