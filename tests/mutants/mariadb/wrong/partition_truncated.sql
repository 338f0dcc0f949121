-- A partition is emptied.
-- verdict: rows
-- why: its rows are gone

-- base
CREATE TABLE t (id int, y int) PARTITION BY RANGE (y) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE);
INSERT INTO t VALUES (1, 5), (2, 15);

-- up
ALTER TABLE t TRUNCATE PARTITION p0;

-- down
ALTER TABLE t ANALYZE PARTITION p0;
