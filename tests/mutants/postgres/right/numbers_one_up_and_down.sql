-- Numbers go one up, and one down.
-- verdict: restored
-- why: no row is refused on the way

-- base
CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL);
INSERT INTO t VALUES (1, 5), (2, 6);

-- up
UPDATE t SET n = n + 1;

-- down
UPDATE t SET n = n - 1;
