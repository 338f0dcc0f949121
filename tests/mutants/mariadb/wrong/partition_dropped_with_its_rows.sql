-- A partition is dropped and comes back empty.
-- verdict: rows
-- why: its rows went with it

-- base
CREATE TABLE t (id int, k int) PARTITION BY LIST (k) (PARTITION a VALUES IN (1), PARTITION b VALUES IN (2));
INSERT INTO t VALUES (1, 1), (2, 2);

-- up
ALTER TABLE t DROP PARTITION b;

-- down
ALTER TABLE t ADD PARTITION (PARTITION b VALUES IN (2));
