-- Two columns get new names the slow way, and come back the other way about.
-- verdict: rows
-- why: each takes the other's values

-- base
CREATE TABLE t (id int PRIMARY KEY, a int, b int);
INSERT INTO t VALUES (1, 10, 20);

-- up
ALTER TABLE t ADD COLUMN x int, ADD COLUMN y int;
UPDATE t SET x = a, y = b;
ALTER TABLE t DROP COLUMN a, DROP COLUMN b;

-- down
ALTER TABLE t ADD COLUMN a int, ADD COLUMN b int;
UPDATE t SET a = y, b = x;
ALTER TABLE t DROP COLUMN x, DROP COLUMN y;
